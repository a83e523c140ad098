using Hone.Api.Quickstart;

namespace Hone.Api.Tests.Quickstart;

public sealed class DocumentationReaderTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData("""Makes a <see cref="T:System.String" /> of it.""", "Makes a String of it.")]
    [InlineData("""See <see cref="M:System.String.Format(System.String,System.Object)">the formatter</see>.""", "See the formatter.")]
    [InlineData("""Fills a <see cref="T:System.Collections.Generic.List`1"/> through <see cref="M:System.Text.StringBuilder.#ctor(System.Int32)"/>.""", "Fills a List through StringBuilder.")]
    [InlineData("""<see langword="true" /> if <paramref name="index"/> fits <typeparamref name="T"/>.""", "true if index fits T.")]
    [InlineData("""One <c>a &lt; b</c>.<para>Two.</para><para>Three.</para>""", "One a < b. Two. Three.")]
    [InlineData("""<list type="bullet"><item><term>Zero</term><description>Equal.</description></item><item>More.</item></list>""", "Zero Equal. More.")]
    [InlineData("Run it:<code>int x = 1;</code>and look.", "Run it: and look.")]
    [InlineData("  a\n   b\t c  ", "a b c")]
    [InlineData("""<xref data-throw-if-not-resolved="true" uid="System.Diagnostics.Activity"></xref> starts.""", "Activity starts.")]
    public void Read_TurnsMarkupIntoWords(string markup, string expected)
    {
        Write($"""<member name="M:A.B.C(System.Int32)"><summary>{markup}</summary></member>""");

        DocumentationText text = Assert.Single(DocumentationReader.Read(path));
        Assert.Equal(("M:A.B.C(System.Int32)", "summary", expected), (text.Member, text.Element, text.Text));
    }

    [Theory]
    [InlineData("  Makes a\n   <see cref=\"T:System.String\" /> of  <paramref name=\"x\"/>.", "type String, parameter x")]
    [InlineData("""<see cref="P:A.B.Length"/> or <see cref="M:A.B.#ctor"/>, <see cref="T:A.C`1"/> of <typeparamref name="T"/>.""", "member Length, member B, type C, parameter T")]
    [InlineData("""<see langword="true" />, <c>false</c> or <c>a < b</c>""", "keyword true, keyword false, unclear a < b")]
    [InlineData("""See <see cref="T:System.String">the text</see> or <see href="x">there</see>.""", "unclear the text, unclear there")]
    [InlineData("""<see cref="T:System.String"> String </see>.""", "type String")]
    [InlineData("Nothing.", "")]
    public void Read_SaysWhatIsMarked_AndWhere(string markup, string expected)
    {
        Write($"""<member name="T:A.B"><summary>{markup.Replace(" < ", " &lt; ", StringComparison.Ordinal)}</summary></member>""");

        DocumentationText text = Assert.Single(DocumentationReader.Read(path));
        Assert.Equal(expected, string.Join(", ", text.Mentions.Select(mention => $"{mention.Label ?? "unclear"} {text.Text[mention.Start..mention.End]}")));
    }

    [Fact]
    public void Read_YieldsEveryElementOfEveryMember_InOrder()
    {
        Write("""
            <member name="T:A.B"><summary>One.</summary><remarks><para>Two.</para></remarks></member>
            <member name="T:A.Empty"/>
            <member name="M:A.B.C"><param name="x">Three.</param><inheritdoc/><returns>Four.</returns><exception cref="T:System.E">Five.</exception></member>
            """);

        Assert.Equal(
            [("T:A.B", "summary", "One."), ("T:A.B", "remarks", "Two."), ("M:A.B.C", "param", "Three."), ("M:A.B.C", "returns", "Four."), ("M:A.B.C", "exception", "Five.")],
            DocumentationReader.Read(path).Select(text => (text.Member, text.Element, text.Text)));
    }

    private void Write(string members) =>
        File.WriteAllText(path, $"<?xml version=\"1.0\"?><doc><assembly><name>A</name></assembly><members>{members}</members></doc>");
}
