using System.Text.Json;

namespace Hone.Training.Text;

/// <summary>A split of a data set in canonical form: one JSON object on each line, for text classification <c>{"text":…,"label":…}</c>.</summary>
public static class CanonicalDataset
{
    /// <summary>Reads the rows of any task as they are, in their order, one at a time.</summary>
    /// <param name="path">The stored split.</param>
    public static IEnumerable<JsonElement> ReadRows(string path) => CanonicalLines.Read<JsonElement>(path);

    /// <summary>Reads the examples of the task in their order, one at a time.</summary>
    /// <param name="path">The stored split.</param>
    public static IEnumerable<ClassificationExample> ReadClassification(string path) => CanonicalLines.Read<ClassificationExample>(path);

    /// <inheritdoc cref="ReadClassification"/>
    public static IEnumerable<TokenClassificationExample> ReadTokenClassification(string path) => CanonicalLines.Read<TokenClassificationExample>(path);

    /// <inheritdoc cref="ReadClassification"/>
    public static IEnumerable<SemanticRoleExample> ReadSemanticRoles(string path) => CanonicalLines.Read<SemanticRoleExample>(path);

    /// <inheritdoc cref="ReadClassification"/>
    public static IEnumerable<GenerationExample> ReadGeneration(string path) => CanonicalLines.Read<GenerationExample>(path);

    /// <inheritdoc cref="ReadClassification"/>
    public static IEnumerable<SimilarityExample> ReadSimilarity(string path) => CanonicalLines.Read<SimilarityExample>(path);
}
