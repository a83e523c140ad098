using System.Security.Cryptography;
using System.Text;

namespace Hone.Api.Quickstart;

/// <summary>Ways to compare and order texts that do not depend on where or when they are read.</summary>
internal static class TextKey
{
    /// <summary>Equal for texts that differ in nothing but letter case, digits and punctuation.</summary>
    public static string Of(string text) => string.Concat(text.Where(char.IsLetter).Select(char.ToLowerInvariant));

    /// <summary>A key whose order looks random and is always the same.</summary>
    public static string Shuffled(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
