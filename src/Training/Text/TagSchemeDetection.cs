using Hone.Domain.Datasets;

namespace Hone.Training.Text;

/// <summary>
/// Finds out how tags are written from all of them: without prefixes, with prefixes of BIOES or BILOU, or with <c>B-</c> and <c>I-</c>
/// alone. The last is IOB1 where some <c>I-</c> begins a span and no <c>B-</c> stands where IOB1 has none, else BIO.
/// </summary>
internal sealed class TagSchemeDetection
{
    private bool prefixed;
    private bool ended;
    private bool begunInside;
    private bool begunWithoutNeed;

    /// <summary>What the tags seen so far are written in.</summary>
    public TagScheme Scheme => (prefixed, ended, begunInside && !begunWithoutNeed) switch
    {
        (false, _, _) => TagScheme.Plain,
        (_, true, _) => TagScheme.Bioes,
        (_, _, true) => TagScheme.Iob1,
        _ => TagScheme.Bio,
    };

    /// <summary>Looks at the tags of a sentence.</summary>
    public void Add(IEnumerable<string> tags)
    {
        string before = "";
        foreach (string tag in tags)
        {
            if (tag.Length > 2 && tag[1] == '-')
            {
                string type = tag[2..];
                prefixed |= tag[0] is 'B' or 'I' or 'S' or 'U';
                ended |= tag[0] is 'E' or 'S' or 'L' or 'U';
                begunInside |= tag[0] == 'I' && before != type;
                begunWithoutNeed |= tag[0] == 'B' && before != type;
                before = type;
            }
            else
            {
                before = "";
            }
        }
    }
}
