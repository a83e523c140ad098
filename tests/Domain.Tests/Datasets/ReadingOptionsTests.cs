using Hone.Domain.Datasets;
using Hone.Domain.Problems;

namespace Hone.Domain.Tests.Datasets;

public sealed class ReadingOptionsTests
{
    [Fact]
    public void Validate_AcceptsTheDefaults() => Assert.Empty(new ReadingOptions().Validate());

    [Fact]
    public void Validate_NamesEveryProblem()
    {
        ReadingOptions options = new() { LabelSeparator = "", TokenColumn = 0, TagColumn = 0, ScoreMinimum = 1, ScoreMaximum = 1 };

        Assert.Equal(
            [
                (ProblemCodes.OutOfRange, "reading.labelSeparator"),
                (ProblemCodes.OutOfRange, "reading.tokenColumn"),
                (ProblemCodes.OutOfRange, "reading.tagColumn"),
                (ProblemCodes.DuplicateColumn, "reading"),
                (ProblemCodes.OutOfRange, "reading.scoreMaximum"),
            ],
            options.Validate().Select(problem => (problem.Code, problem.Field!)));
    }
}
