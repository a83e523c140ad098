namespace Hone.Api.Quickstart;

/// <summary>
/// The jobs the quickstart asks for. The sizes are chosen so that all of it fits in six minutes on two cores; how, and what was tried,
/// is in <c>docs/decisions</c>.
/// </summary>
internal static class QuickstartJobs
{
    /// <summary>
    /// Many small steps: a small network learns more from them in the same time than from few large ones. Four of ten tokens are hidden: what is left in
    /// sight is too thin to guess from neighbours alone, so the network learns what a text is about.
    /// </summary>
    public static object Pretrain(string model, string corpus) => new
    {
        model,
        corpora = new[] { corpus },
        architecture = new { preset = "tiny" },
        training = new { steps = 4000, batchTokens = 2048, maskProbability = 0.4, evalEvery = 500 },
    };

    /// <summary>
    /// Starts from the pretrained weights. What stands at the bottom is kept for longer, by lower rates; with few rows, dropout and smoothed
    /// labels keep it from being learnt by heart.
    /// </summary>
    public static object Finetune(string model, string @base, string dataset) => new
    {
        model,
        @base,
        dataset,
        strategy = new { layerDecay = 0.5 },
        training = new { epochs = 20, batchTokens = 512, learningRate = 2e-3, dropout = 0.3, labelSmoothing = 0.1 },
    };

    /// <summary>The same network, tokenizer and rows, but fresh weights, at the rate and number of epochs that suit those best.</summary>
    public static object FromScratch(string model, string @base, string dataset) => new
    {
        model,
        @base,
        reinitialize = true,
        dataset,
        training = new { epochs = 20, batchTokens = 512, learningRate = 3e-3, dropout = 0.3, labelSmoothing = 0.1 },
    };

    /// <summary>Finds the names in a sentence, from the pretrained weights.</summary>
    public static object FinetuneMentions(string model, string @base, string dataset) => new
    {
        model,
        @base,
        dataset,
        training = new { epochs = 15, batchTokens = 512, learningRate = 1e-3, dropout = 0.1 },
    };

    /// <summary>The same from fresh weights.</summary>
    public static object MentionsFromScratch(string model, string @base, string dataset) => new
    {
        model,
        @base,
        reinitialize = true,
        dataset,
        training = new { epochs = 20, batchTokens = 512, learningRate = 2e-3, dropout = 0.1 },
    };

    /// <summary>A network that goes on with text; a small vocabulary makes its steps cheap.</summary>
    public static object PretrainWriter(string model, string corpus) => new
    {
        model,
        corpora = new[] { corpus },
        architecture = new { family = "transformer-decoder", preset = "tiny" },
        tokenizer = new { vocabularySize = 4000 },
        training = new { steps = 900, batchTokens = 2048, learningRate = 2e-3, evalEvery = 300 },
    };
}
