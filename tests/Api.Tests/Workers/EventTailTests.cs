using System.Text;
using System.Text.Json;
using CsCheck;
using Hone.Api.Workers;
using Hone.Domain;
using Hone.Domain.Jobs;

namespace Hone.Api.Tests.Workers;

public sealed class EventTailTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    /// <summary>However the writer's bytes arrive, the reader sees every record once and in order, and no half of one.</summary>
    [Fact]
    public void Read_GivesEveryRecordOnce_HoweverTheBytesArrive() =>
        Gen.Select(Gen.String[Gen.Char["aé\"\\漢\n"], 0, 40].List[0, 20], Gen.Int[1, 400].List[1, 20]).Sample(
            (messages, pieces) =>
            {
                File.Delete(path);
                EventTail tail = new(path);
                List<string?> read = [.. tail.Read().Select(record => record.Message)];
                byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(messages.Select(Line)));
                for ((int start, int turn) = (0, 0); start < bytes.Length; turn++)
                {
                    int length = Math.Min(pieces[turn % pieces.Count], bytes.Length - start);
                    using (FileStream file = new(path, FileMode.Append))
                    {
                        file.Write(bytes, start, length);
                    }

                    start += length;
                    read.AddRange(tail.Read().Select(record => record.Message));
                    Assert.True(tail.Position <= start);
                }

                Assert.Equal<string?>(messages, read);
                Assert.Equal(bytes.Length, tail.Position);
            },
            iter: 20,
            threads: 1);

    [Fact]
    public void Read_GoesOnFromAPosition()
    {
        File.WriteAllText(path, Line("first"));
        EventTail before = new(path);
        before.Read();
        File.AppendAllText(path, Line("second"));

        Assert.Equal("second", Assert.Single(new EventTail(path, before.Position).Read()).Message);
    }

    [Fact]
    public void Read_GivesBackWhatTheRecordHeld()
    {
        JobEvent record = new()
        {
            Kind = JobEventKind.Progress,
            Time = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            Step = 7,
            Progress = new JobProgress { Phase = "training", Step = 7, TotalSteps = 10, TokensPerSecond = 12.5, EtaSeconds = 3 },
        };
        File.WriteAllText(path, JsonSerializer.Serialize(record, HoneJson.Options) + "\n");

        Assert.Equal(record, Assert.Single(new EventTail(path).Read()));
    }

    public void Dispose() => File.Delete(path);

    private static string Line(string message) =>
        JsonSerializer.Serialize(new JobEvent { Kind = JobEventKind.Log, Time = DateTime.UnixEpoch, Message = message }, HoneJson.Options) + "\n";
}
