namespace Hone.Training.Predictions;

/// <summary>Predicts for the rows of a chunk.</summary>
internal interface IRowPredictor : IDisposable
{
    /// <summary>The most rows that it is of use to give at once.</summary>
    int MostRows { get; }

    /// <summary>Predicts for every input, in whatever order.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="answered">Told of each input, by its place, what came of it.</param>
    /// <param name="cancellationToken">Ends it between batches.</param>
    void Predict(IReadOnlyList<PredictionInput> inputs, Action<int, RowAnswer> answered, CancellationToken cancellationToken);
}
