using Hone.Api.Workers;
using Hone.Domain.Jobs;
using Hone.Domain.Jobs.Running;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;

namespace Hone.Api.Tests.Workers;

public sealed class TrainerExitTests
{
    private static readonly TrainerResult Done = new() { Task = TaskKind.FillMask, Family = ModelFamily.TransformerEncoder };

    [Fact]
    public void Explain_FindsNothingWrong_OnlyWithSuccessAndAResult()
    {
        Assert.Null(TrainerExit.Explain(TrainerExitCode.Succeeded, Done, JobKind.Pretrain));
        Assert.Equal(ProblemCodes.TrainerCrashed, TrainerExit.Explain(TrainerExitCode.Succeeded, null, JobKind.Pretrain)?.Code);
        Assert.Equal(ProblemCodes.TrainerCrashed, TrainerExit.Explain(TrainerExitCode.Succeeded, new TrainerResult(), JobKind.Pretrain)?.Code);
        Assert.Equal(ProblemCodes.TrainerCrashed, TrainerExit.Explain(139, Done, JobKind.Pretrain)?.Code);
    }

    [Fact]
    public void Explain_PassesOnWhatTheTrainerSaysItself()
    {
        JobError error = new(ProblemCodes.NonFiniteLoss, "The loss is not a number at step 7.");

        Assert.Equal(error, TrainerExit.Explain(TrainerExitCode.Failed, new TrainerResult { Error = error }, JobKind.Pretrain));
    }

    [Theory]
    [InlineData(137, ProblemCodes.TrainerKilled, "batchTokens")]
    [InlineData(139, ProblemCodes.TrainerCrashed, "signal 11")]
    [InlineData(134, ProblemCodes.TrainerCrashed, "signal 6")]
    [InlineData(143, ProblemCodes.TrainerCrashed, "signal 15")]
    [InlineData(TrainerExitCode.Failed, ProblemCodes.TrainerCrashed, "code 1")]
    [InlineData(TrainerExitCode.Usage, ProblemCodes.TrainerCrashed, "code 2")]
    [InlineData(TrainerExitCode.StorageFull, ProblemCodes.StorageFull, "no room")]
    [InlineData(TrainerExitCode.Stopped, ProblemCodes.TrainerCrashed, "code 75")]
    public void Explain_SaysHowItEnded_WhenThereIsNoResult(int exitCode, string code, string said)
    {
        JobError error = TrainerExit.Explain(exitCode, null, JobKind.Pretrain)!;

        Assert.Equal(code, error.Code);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JobKind.Finetune, "batchTokens, maxLength or preset")]
    [InlineData(JobKind.Evaluate, "batchTokens")]
    [InlineData(JobKind.Predict, "Hone:Serving:BatchTokens or Hone:Workers:ChunkRows")]
    public void Explain_NamesWhatTheKindOfJobHas_WhenMemoryMayHaveRunOut(JobKind kind, string options) =>
        Assert.Contains($"a smaller {options} needs less", TrainerExit.Explain(137, null, kind)!.Message, StringComparison.Ordinal);
}
