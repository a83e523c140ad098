using System.Text.Json;
using Hone.Domain.Jobs;

namespace Hone.Domain.Tests.Jobs;

public sealed class JobResultTests
{
    [Fact]
    public void Json_LeavesOutWhatTheKindOfJobDoesNotMake()
    {
        JobResult judged = new("reviews", 2, Evaluation: Guid.Parse("0198c0de-0000-7000-8000-000000000000"));

        Assert.Equal("""{"model":"reviews","version":1}""", JsonSerializer.Serialize(new JobResult("reviews", 1), HoneJson.Options));
        Assert.Equal("""{"file":"/jobs/1/result"}""", JsonSerializer.Serialize(new JobResult(File: "/jobs/1/result"), HoneJson.Options));
        Assert.Equal(judged, JsonSerializer.Deserialize<JobResult>(JsonSerializer.Serialize(judged, HoneJson.Options), HoneJson.Options));
    }
}
