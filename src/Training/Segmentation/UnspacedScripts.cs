using Hone.Training.Tokenization;

namespace Hone.Training.Segmentation;

/// <summary>Which script a character is of.</summary>
internal static class UnspacedScripts
{
    /// <summary>The script of a letter; none of anything else.</summary>
    public static UnspacedScript Of(int codePoint)
    {
        if (codePoint < 0xE00)
        {
            return UnspacedScript.None;
        }

        if (CharacterTable.IsChinese(codePoint))
        {
            return UnspacedScript.Chinese;
        }

        return CharacterTable.All[codePoint] is not (CharacterKind.Letter or CharacterKind.Mark) ? UnspacedScript.None : codePoint switch
        {
            <= 0xE7F => UnspacedScript.Thai,
            <= 0xEFF => UnspacedScript.Lao,
            >= 0x1000 and <= 0x109F or >= 0xA9E0 and <= 0xA9FF or >= 0xAA60 and <= 0xAA7F => UnspacedScript.Burmese,
            >= 0x1780 and <= 0x17DF => UnspacedScript.Khmer,
            0x3005 or 0x3006 or 0x3007 or >= 0x3041 and <= 0x30FF or >= 0x31F0 and <= 0x31FF or >= 0xFF66 and <= 0xFF9F => UnspacedScript.Chinese,
            _ => UnspacedScript.None,
        };
    }
}
