namespace Hone.Training.Text;

/// <summary>
/// The strict BIO tags over the types of a data set, in the order of a model's outputs: <c>O</c>, then <c>B-</c> and <c>I-</c> of each type.
/// </summary>
public sealed class TagSet
{
    /// <summary>The tag of a word outside any span.</summary>
    public const string Outside = "O";

    private readonly Dictionary<string, int> indices;

    /// <param name="types">The types (a data set's labels), in their order.</param>
    public TagSet(IReadOnlyList<string> types)
    {
        Types = types;
        Tags = [Outside, .. types.SelectMany(type => new[] { $"B-{type}", $"I-{type}" })];
        indices = Tags.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
    }

    /// <summary>The types.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>The tags; there are <c>2 × types + 1</c>.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>The place of a tag in <see cref="Tags"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such tag.</exception>
    public int IndexOf(string tag) => indices[tag];

    /// <summary>Whether a sequence may begin with the tag.</summary>
    public static bool CanBegin(int tag) => tag == 0 || IsBegin(tag);

    /// <summary>Whether one tag may follow another: <c>I-</c> follows <c>B-</c> and <c>I-</c> of its own type alone.</summary>
    public static bool CanFollow(int previous, int next) => CanBegin(next) || (next + 1) / 2 == (previous + 1) / 2;

    /// <summary>Whether a tag begins a span.</summary>
    public static bool IsBegin(int tag) => tag % 2 == 1;

    /// <summary>The type of a tag as its place in <see cref="Types"/>; −1 for <see cref="Outside"/>.</summary>
    public static int TypeOf(int tag) => ((tag + 1) / 2) - 1;
}
