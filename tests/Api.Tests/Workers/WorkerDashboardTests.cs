using System.Net;

namespace Hone.Api.Tests.Workers;

public sealed class WorkerDashboardTests(TrainedService trained)
{
    [Fact]
    public async Task TheDashboard_ShowsTheJobsThatRan()
    {
        HoneService service = await trained.Service;

        using HttpResponseMessage response = await service.Client.GetAsync(new Uri("/hangfire/jobs/succeeded", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("Train job", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
