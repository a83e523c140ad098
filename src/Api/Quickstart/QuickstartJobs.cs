namespace Hone.Api.Quickstart;

/// <summary>
/// The jobs the quickstart asks for. The sizes are chosen so that all of it fits in six minutes on two cores; how, and what was tried,
/// is in <c>docs/decisions</c>.
/// </summary>
internal static class QuickstartJobs
{
    /// <summary>Many small steps: a small network learns more from them in the same time than from few large ones.</summary>
    public static object Pretrain(string model, string corpus) => new
    {
        model,
        corpora = new[] { corpus },
        architecture = new { preset = "tiny" },
        tokenizer = new { vocabularySize = 8000 },
        training = new { steps = 5000, batchTokens = 1024, learningRate = 1e-3, maskProbability = 0.3, evalEvery = 1000 },
    };

    /// <summary>Starts from the pretrained weights.</summary>
    public static object Finetune(string model, string @base, string dataset) => new
    {
        model,
        @base,
        dataset,
        training = new { epochs = 20, batchTokens = 512, learningRate = 2e-3 },
    };

    /// <summary>The same network and tokenizer, the same rows, but fresh weights.</summary>
    public static object FromScratch(string model, string @base, string dataset) => new
    {
        model,
        @base,
        reinitialize = true,
        dataset,
        training = new { epochs = 20, batchTokens = 512, learningRate = 2e-3 },
    };
}
