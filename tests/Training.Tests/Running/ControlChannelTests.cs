using Hone.Training.Running;

namespace Hone.Training.Tests.Running;

public sealed class ControlChannelTests
{
    [Theory]
    [InlineData("stop\n")]
    [InlineData("something else\nstop\n")]
    [InlineData("")]
    public async Task Listen_Cancels_WhenToldToStopOrLeftAlone(string input)
    {
        using CancellationTokenSource stop = new();
        TaskCompletionSource stopped = new();
        stop.Token.Register(stopped.SetResult);

        ControlChannel.Listen(new StringReader(input), stop);

        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
