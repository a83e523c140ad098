namespace Hone.Benchmarks.Quality;

/// <summary>Logistic regression on TF-IDF of words and characters, by scikit-learn: what counting words reaches.</summary>
internal static class TfidfPeer
{
    /// <summary>The metric that it is compared by.</summary>
    public const string Metric = "accuracy";
}
