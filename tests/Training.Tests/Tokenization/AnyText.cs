using CsCheck;

namespace Hone.Training.Tests.Tokenization;

/// <summary>Strings as they come: prose, and whatever else sixteen bits can hold.</summary>
internal static class AnyText
{
    private static readonly string[] Oddities =
    [
        "é", "e\u0301", "İ", "ẞ", "中", "가", "각", "≠", "👍🏽", "👨\u200d👩\u200d👧", "\u200b", "\u00ad", "\ufeff", "\ufffd", "[MASK]", "##", "\r\n", "\u3000", "שלום",
        "\0", "مرحبا", "a\u0307\u0323", "\u0301", "\u0344", "ﬁ", "Ａ", "\u1112\u1161\u11ab", "가\u11a8", "\u0958", "\u2126", "か\u3099",
    ];

    private static readonly Gen<string> Fragment = Gen.Frequency(
        (6, Gen.String[Gen.Char["etaoinshrdluETAOIN .,'-0123"], 0, 12]),
        (2, Gen.Int[0, Oddities.Length - 1].Select(i => Oddities[i])),
        (1, Gen.Char.Select(character => character.ToString())),
        (1, Gen.Int[0xD800, 0xDFFF].Select(half => ((char)half).ToString())),
        (1, Gen.Int[0x10000, 0x10FFFF].Select(char.ConvertFromUtf32)));

    public static Gen<string> Generator { get; } = Fragment.Array[0, 30].Select(string.Concat);
}
