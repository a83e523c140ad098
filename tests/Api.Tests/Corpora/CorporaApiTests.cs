using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hone.Api.Corpora;
using Hone.Api.Errors;
using Hone.Api.Persistence;
using Hone.Api.Requests;
using Hone.Domain;
using Hone.Domain.Corpora;
using Hone.Domain.Jobs;
using Hone.Domain.Problems;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Hone.Api.Tests.BadInput.Uploads;

namespace Hone.Api.Tests.Corpora;

public sealed class CorporaApiTests(SharedService shared)
{
    private static readonly string[] Documents = ["One line.", "Two\nlines, \"quoted\" \\ and <tagged>.", "中文，还有 emoji 🙂 and a\ttab."];

    private static string Text => string.Join("\n\n", Documents) + "\n";

    private static string Jsonl => string.Concat(Documents.Select(document => JsonSerializer.Serialize(new { text = document }) + "\n"));

    [Fact]
    public async Task Create_StoresTheDocuments_HoweverTheyAreSent()
    {
        byte[] text = Encoding.UTF8.GetBytes(Text);
        HttpRequestMessage[] uploads =
        [
            Corpus($"?name={SharedService.NewName("raw")}", text),
            Corpus($"?name={SharedService.NewName("no-type")}", text, mediaType: null),
            Corpus($"?name={SharedService.NewName("gzip")}", Gzip(text), "application/gzip"),
            Corpus($"?name={SharedService.NewName("encoded")}", Gzip(text), encoding: "gzip"),
            Corpus($"?name={SharedService.NewName("both")}", Gzip(Gzip(text)), encoding: "gzip"),
            Corpus($"?name={SharedService.NewName("crlf")}", Text.ReplaceLineEndings("\r\n")),
            Corpus($"?name={SharedService.NewName("jsonl")}", Jsonl, "application/x-ndjson; charset=utf-8"),
            Corpus($"?name={SharedService.NewName("said")}&format=jsonl", Jsonl),
            Form($"/corpora?name={SharedService.NewName("form")}", File("file", "poems.txt", Text)),
            Form($"/corpora?name={SharedService.NewName("form-gz")}", new Part("file", "poems.jsonl.gz", Gzip(Jsonl))),
            EncodedForm($"/corpora?name={SharedService.NewName("form-encoded")}", "file", "poems.txt", Gzip(Text)),
        ];
        List<CorpusResponse> corpora = [];
        foreach (HttpRequestMessage upload in uploads)
        {
            using HttpResponseMessage response = await shared.Client.SendAsync(upload);
            CorpusResponse corpus = await response.ReadAsync<CorpusResponse>(HttpStatusCode.Created);
            Assert.Equal($"/corpora/{corpus.Id}", response.Headers.Location?.ToString());
            Assert.Equal(Documents, (await ReadAllAsync(corpus.Name, limit: 2)).Select(document => document.Text));
            corpora.Add(corpus);
        }

        Assert.Single(corpora.Select(corpus => corpus.Sha256).Distinct());
        Assert.All(corpora, corpus => Assert.Equal(3, corpus.Documents));
        Assert.All(corpora, corpus => Assert.Equal(Documents.Sum(document => document.EnumerateRunes().Count()), corpus.Characters));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(text)), corpora[0].SourceSha256);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Gzip(text))), corpora[2].SourceSha256);
    }

    [Fact]
    public async Task Get_FindsACorpus_ByNameAndById()
    {
        CorpusResponse corpus = await CreateAsync("find", "text&language=en");
        Assert.Equal(("en", CorpusFormat.Text), (corpus.Language, corpus.Format));
        foreach (string reference in new[] { corpus.Name, corpus.Id.ToString() })
        {
            using HttpResponseMessage response = await shared.Client.GetAsync($"/corpora/{reference}");
            Assert.Equal(corpus, await response.ReadAsync<CorpusResponse>());
        }
    }

    [Fact]
    public async Task List_ComesInPages_NewestFirst()
    {
        await using HoneService service = await HoneService.StartAsync("Workers:Count=0");
        List<string> names = [];
        for (int i = 0; i < 5; i++)
        {
            names.Add($"corpus-{i}");
            using HttpResponseMessage response = await service.Client.SendAsync(Corpus($"?name=corpus-{i}", "text"));
            await response.ReadAsync<CorpusResponse>(HttpStatusCode.Created);
        }

        List<string> listed = [];
        string? cursor = null;
        do
        {
            using HttpResponseMessage response = await service.Client.GetAsync($"/corpora?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            Page<CorpusResponse> page = await response.ReadAsync<Page<CorpusResponse>>();
            listed.AddRange(page.Items.Select(corpus => corpus.Name));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Reverse(names), listed);
    }

    [Fact]
    public async Task Create_LetsOneWin_WhenManyWantTheName()
    {
        string name = SharedService.NewName("race");
        HttpResponseMessage[] responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => shared.Client.SendAsync(Corpus($"?name={name}", $"text {i}"))));
        HttpResponseMessage winner = Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Created);
        CorpusResponse corpus = await winner.ReadAsync<CorpusResponse>(HttpStatusCode.Created);
        foreach (HttpResponseMessage response in responses.Except([winner]))
        {
            Assert.Equal(ProblemCodes.NameTaken, (await response.ReadProblemAsync(HttpStatusCode.Conflict)).Code);
        }

        Assert.Single(await ReadAllAsync(name, limit: 10));
        BlobStore blobs = shared.Service.Services.GetRequiredService<BlobStore>();
        Assert.True(System.IO.File.Exists(blobs.PathOf(corpus.Sha256)));
    }

    [Fact]
    public async Task Delete_TakesTheText_WithItsLastCorpus()
    {
        string text = $"only here: {Guid.NewGuid()}";
        CorpusResponse first = await CreateAsync("first", text: text);
        CorpusResponse second = await CreateAsync("second", text: text);
        string path = shared.Service.Services.GetRequiredService<BlobStore>().PathOf(first.Sha256);

        Assert.Equal(HttpStatusCode.NoContent, (await shared.Client.DeleteAsync($"/corpora/{first.Name}")).StatusCode);
        Assert.Single(await ReadAllAsync(second.Name, limit: 1));
        Assert.Equal(HttpStatusCode.NoContent, (await shared.Client.DeleteAsync($"/corpora/{second.Id}")).StatusCode);
        Assert.False(System.IO.File.Exists(path));
        using HttpResponseMessage gone = await shared.Client.GetAsync($"/corpora/{first.Id}");
        await gone.ReadProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Delete_IsRefused_WhileAJobThatIsNotOverNeedsIt()
    {
        await using HoneService service = await HoneService.StartAsync("Workers:Count=0");
        using HttpResponseMessage created = await service.Client.SendAsync(Corpus("?name=needed", "text"));
        CorpusResponse corpus = await created.ReadAsync<CorpusResponse>(HttpStatusCode.Created);
        Job job = new()
        {
            Id = Guid.CreateVersion7(),
            Kind = JobKind.Pretrain,
            Model = "m",
            Specification = "{}",
            Inputs = JsonSerializer.Serialize(new { corpora = new[] { new { corpus.Id, corpus.Name } } }, HoneJson.Options),
            CreatedAt = DateTime.UtcNow,
        };
        await using HoneDbContext db = await service.Services.GetRequiredService<IDbContextFactory<HoneDbContext>>().CreateDbContextAsync();
        db.Add(job);
        await db.SaveChangesAsync();

        using HttpResponseMessage refused = await service.Client.DeleteAsync("/corpora/needed");
        ProblemResponse problem = await refused.ReadProblemAsync(HttpStatusCode.Conflict);
        Assert.Equal(ProblemCodes.InUse, problem.Code);
        Assert.Contains(job.Id.ToString(), problem.Detail, StringComparison.Ordinal);

        job.Cancel(DateTime.UtcNow);
        await db.SaveChangesAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await service.Client.DeleteAsync("/corpora/needed")).StatusCode);
    }

    [Fact]
    public async Task Documents_ComeInSmallerPages_WhenTheyAreLong()
    {
        string[] documents = [.. Enumerable.Range(0, 5).Select(i => new string((char)('a' + i), 3_000_000))];
        CorpusResponse corpus = await CreateAsync("long", text: string.Join("\n\n", documents));
        using HttpResponseMessage response = await shared.Client.GetAsync($"/corpora/{corpus.Name}/documents");
        Page<DocumentResponse> page = await response.ReadAsync<Page<DocumentResponse>>();
        Assert.InRange(page.Items.Count, 1, 2);
        Assert.Equal(documents, (await ReadAllAsync(corpus.Name, limit: 50)).Select(document => document.Text));
    }

    [Fact]
    public async Task Create_ListsTheFirstProblems_AndCountsAll()
    {
        string body = string.Concat(Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? "{\"text\":\"fine\"}\n" : "{\"text\":1}\n"));
        using HttpResponseMessage response = await shared.Client.SendAsync(Corpus("?name=many-problems&format=jsonl", body));
        ProblemResponse problem = await response.ReadProblemAsync(HttpStatusCode.BadRequest);
        Assert.Equal((500, 100), (problem.ErrorCount, problem.Errors.Count));
        Assert.Equal(Enumerable.Range(1, 100).Select(i => 2L * i), problem.Errors.Select(error => error.Line!.Value));
    }

    private async Task<CorpusResponse> CreateAsync(string name, string query = "text", string? text = null)
    {
        using HttpResponseMessage response = await shared.Client.SendAsync(Corpus($"?name={SharedService.NewName(name)}&format={query}", text ?? Text));
        return await response.ReadAsync<CorpusResponse>(HttpStatusCode.Created);
    }

    private async Task<IReadOnlyList<DocumentResponse>> ReadAllAsync(string corpus, int limit)
    {
        List<DocumentResponse> documents = [];
        string? cursor = null;
        do
        {
            using HttpResponseMessage response = await shared.Client.GetAsync($"/corpora/{corpus}/documents?limit={limit}{(cursor is null ? "" : $"&cursor={cursor}")}");
            Page<DocumentResponse> page = await response.ReadAsync<Page<DocumentResponse>>();
            documents.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(1, documents.Count).Select(number => (long)number), documents.Select(document => document.Number));
        return documents;
    }
}
