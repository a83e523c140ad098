namespace Hone.Training.Segmentation;

/// <summary>The scripts that are written without spaces between words.</summary>
internal enum UnspacedScript : byte
{
    /// <summary>Any other script.</summary>
    None,

    /// <summary>Chinese characters and kana, which make words together.</summary>
    Chinese,

    Thai,

    Lao,

    Burmese,

    Khmer,
}
