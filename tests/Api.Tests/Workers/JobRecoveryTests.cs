using System.Diagnostics;
using System.Text.Json;
using Hone.Api.Jobs;
using Hone.Api.Tests.Jobs;
using Hone.Domain.Jobs;

namespace Hone.Api.Tests.Workers;

/// <summary>The service as it runs in earnest, in a process of its own that can be killed.</summary>
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

    private sealed class ServiceProcess : IDisposable
    {
        private const string Listening = "Now listening on: ";

        private readonly Process process;

        private ServiceProcess(Process process, string address)
        {
            this.process = process;
            Client = new HttpClient { BaseAddress = new Uri(address) };
        }

        public HttpClient Client { get; }

        public static async Task<ServiceProcess> StartAsync(string data)
        {
            ProcessStartInfo start = new("dotnet")
            {
                ArgumentList =
                {
                    Path.Combine(AppContext.BaseDirectory, "Hone.Api.dll"), "--urls=http://127.0.0.1:0", $"--Hone:DataPath={data}",
                    "--Hone:Workers:PollMilliseconds=20", "--Hone:Workers:Threads=1",
                },
                RedirectStandardOutput = true,
            };
            Process process = Process.Start(start)!;
            List<string> printed = [];
            while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                printed.Add(line);
                if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and int at)
                {
                    _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None); // what nobody reads would stop it from printing
                    return new ServiceProcess(process, line[(at + Listening.Length)..]);
                }
            }

            throw new InvalidOperationException($"The service did not start: {string.Join('\n', printed)}");
        }

        /// <summary>Kills the service, and only it, without warning.</summary>
        public void Dispose()
        {
            Client.Dispose();
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
