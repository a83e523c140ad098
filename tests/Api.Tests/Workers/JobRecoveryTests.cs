using System.Diagnostics;
using System.Text.Json;
using Hone.Api.Jobs;
using Hone.Api.Tests.Jobs;
using Hone.Domain.Jobs;

namespace Hone.Api.Tests.Workers;

public sealed class JobRecoveryTests
{
    [Fact]
    public async Task AJobWhoseServiceWasKilled_RunsAgainUnderTheNextAndSucceeds()
    {
        string data = Directory.CreateTempSubdirectory("hone-test-").FullName;
        Guid id;
        int trainer;
        using (ServiceProcess killed = await ServiceProcess.StartAsync(data))
        {
            await TinyJobs.UploadCorpusAsync(killed.Client, "colours");
            id = (await killed.Client.SubmitAsync("pretrain", TinyJobs.Pretrain("colours", "colours", steps: 300))).Id;
            await killed.Client.WaitForAsync(id, record => record.Kind == JobEventKind.Metric);
            trainer = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(data, "jobs", id.ToString(), "trainer.json")))
                .RootElement.GetProperty("processId").GetInt32();
        }

        using (ServiceProcess next = await ServiceProcess.StartAsync(data))
        {
            JobResponse job = await next.Client.WaitForEndAsync(id);

            Assert.Equal((JobStatus.Succeeded, 2), (job.Status, job.Attempt));
            Assert.Equal(new JobResult("colours", 1), job.Result);
            Assert.Throws<ArgumentException>(() => Process.GetProcessById(trainer)); // the orphan has ended by itself
            Assert.Single(Directory.EnumerateDirectories(Path.Combine(data, "models")));
        }

        Directory.Delete(data, recursive: true);
    }
}
