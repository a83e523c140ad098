using Hone.Domain.Datasets;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;

namespace Hone.Domain.Tests.Datasets;

public sealed class ColumnMappingTests
{
    public static TheoryData<TaskKind> Tasks => [.. Enum.GetValues<TaskKind>()];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Validate_AcceptsTheDefaults(TaskKind task) => Assert.Empty(new ColumnMapping().Validate("columns", task));

    [Fact]
    public void Validate_LooksOnlyAtWhatTheTaskReads()
    {
        ColumnMapping mapping = new() { Text = "prompt", Label = "words" };

        Assert.Empty(mapping.Validate("columns", TaskKind.TextClassification));
        Assert.Equal(ProblemCodes.DuplicateColumn, Assert.Single(mapping.Validate("columns", TaskKind.TextGeneration)).Code);
    }

    [Fact]
    public void Validate_NamesColumnsWithoutAName()
    {
        Problem problem = Assert.Single(new ColumnMapping { Tags = "" }.Validate("columns", TaskKind.TokenClassification));

        Assert.Equal((ProblemCodes.MissingField, "columns.tags"), (problem.Code, problem.Field));
    }
}
