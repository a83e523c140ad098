using Hone.Domain.Predictions;
using Hone.Training.Inference;

namespace Hone.Training.Predictions;

/// <summary>Goes on with the text of every input, one after the other. Each draws with the seed that it would have alone.</summary>
/// <param name="generator">The language model; disposed with this.</param>
/// <param name="parameters">How texts are gone on with.</param>
internal sealed class GeneratedRows(TextGenerator generator, PredictionParameters parameters) : IRowPredictor
{
    private readonly GenerationOptions options = GenerationOptions.Of(parameters);

    /// <summary>Few, because a text takes long, nothing is gained by more, and what is not written is lost when the job is interrupted.</summary>
    public int MostRows => 16;

    /// <inheritdoc/>
    public void Predict(IReadOnlyList<PredictionInput> inputs, Action<int, RowAnswer> answered, CancellationToken cancellationToken)
    {
        foreach ((int row, PredictionInput input) in inputs.Index())
        {
            GeneratedText text = GeneratedText.Of([.. generator.Generate(generator.Encode(input.Text), options, cancellationToken)]);
            answered(row, new RowAnswer(text, Tokens: text.Tokens));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => generator.Dispose();
}
