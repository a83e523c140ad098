using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hone.Api.Persistence;
using Hone.Api.Tests.Models;
using Hone.Domain.Jobs.Specifications;
using Hone.Training.Predictions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hone.Api.Tests.Documentation;

/// <summary>The OpenAPI document says everything about every route, and what it gives as an example works when it is sent.</summary>
public sealed class OpenApiTests(SharedService shared, TrainedService trained)
{
    private const string Csv = "text,label\nReads all lines of a file.,System.IO\nCloses the file.,System.IO\nSends a request.,System.Net\nResolves a host.,System.Net\n";

    private static readonly string[] UntrainedModels = ["entailment", "entities", "roles"];

    [Fact]
    public async Task EveryOperation_SaysEverything()
    {
        List<string> missing = [];
        HashSet<string> names = [];
        foreach ((string route, JsonElement operation) in Operations(await DocumentAsync(shared.Client)))
        {
            Expect(operation.TryGetProperty("operationId", out JsonElement name) && names.Add(name.GetString()!), "no name of its own");
            Expect(operation.TryGetProperty("summary", out JsonElement summary) && summary.GetString()!.EndsWith('.'), "no summary");
            Expect(operation.TryGetProperty("tags", out JsonElement tags) && tags.GetArrayLength() == 1, "no tag");
            foreach (JsonElement parameter in Items(operation, "parameters"))
            {
                Expect(HasText(parameter, "description"), $"no description of the parameter {parameter.GetProperty("name")}");
            }

            JsonProperty[] responses = [.. operation.GetProperty("responses").EnumerateObject()];
            Expect(responses.Any(response => response.Name[0] is '2'), "no answer of success");
            foreach (JsonProperty response in responses)
            {
                Expect(HasText(response.Value, "description"), $"no description of {response.Name}");
                if (response.Name[0] is '4' or '5')
                {
                    Expect(
                        response.Value.TryGetProperty("content", out JsonElement content)
                            && content.TryGetProperty("application/problem+json", out JsonElement problem)
                            && problem.GetProperty("schema").GetProperty("$ref").GetString()!.EndsWith("/ProblemResponse", StringComparison.Ordinal)
                            && problem.GetProperty("example").GetProperty("status").GetInt32().ToString(null as IFormatProvider) == response.Name,
                        $"no shape and example of {response.Name}");
                }
            }

            foreach ((string mediaType, JsonElement body) in Bodies(operation))
            {
                Expect(IsBinary(mediaType, body) || body.TryGetProperty("example", out _) || body.TryGetProperty("examples", out _), $"no example of {mediaType}");
            }

            void Expect(bool holds, string what)
            {
                if (!holds)
                {
                    missing.Add($"{route}: {what}");
                }
            }
        }

        Assert.Empty(missing);
    }

    [Fact]
    public async Task TheDocument_TellsOfStreamsKeysHeadersAndCodes()
    {
        JsonElement document = await DocumentAsync(shared.Client);
        Dictionary<string, JsonElement> operations = Operations(document).ToDictionary(operation => operation.Route, operation => operation.Operation);
        foreach ((string route, string piece) in new[] { ("POST /predict", "GeneratedTextPiece"), ("GET /jobs/{id}/events", "JobEvent") })
        {
            JsonElement stream = operations[route].GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("text/event-stream");
            Assert.EndsWith(piece, stream.GetProperty("schema").GetProperty("$ref").GetString(), StringComparison.Ordinal);
        }

        foreach (string route in new[] { "POST /jobs/pretrain", "POST /jobs/finetune", "POST /jobs/evaluate", "POST /jobs/predict", "POST /corpora", "POST /datasets" })
        {
            Assert.Contains(Items(operations[route], "parameters"), parameter => parameter.GetProperty("name").GetString() == "Idempotency-Key");
            Assert.Contains("`storage-full`", operations[route].GetProperty("responses").GetProperty("507").GetProperty("description").GetString(), StringComparison.Ordinal);
        }

        Assert.True(operations["POST /predict"].GetProperty("responses").GetProperty("429").GetProperty("headers").TryGetProperty("Retry-After", out _));
        Assert.True(operations["GET /jobs/{id}/log"].GetProperty("responses").GetProperty("200").GetProperty("headers").TryGetProperty("Link", out _));
        foreach (string schema in new[] { "Problem", "ProblemResponse" })
        {
            JsonElement code = document.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties").GetProperty("code");
            Assert.Contains("`storage-full`", code.GetProperty("description").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task EveryExample_WorksWhenItIsSent()
    {
        using ImportableFolder importable = new();
        await using HoneService service = await trained.CopyAsync($"ImportPath={importable.Path}");
        await NameAsTheExamplesDoAsync(service);
        ZippedModel model = await ZippedModel.DownloadAsync(service, "dotnet-docs");
        importable.Add("distilbert-base-uncased", model);
        List<string> refused = [];
        int sent = 0;
        int untrained = 0;
        foreach ((string route, JsonElement operation) in Operations(await DocumentAsync(service.Client)))
        {
            foreach ((string mediaType, JsonElement body) in Bodies(operation))
            {
                byte[] file = route.EndsWith("/import", StringComparison.Ordinal) ? model.ToArray() : Encoding.UTF8.GetBytes(Csv);
                foreach (HttpContent content in Contents(mediaType, body, file))
                {
                    using HttpRequestMessage request = new(HttpMethod.Parse(route.Split(' ')[0]), Address(route.Split(' ')[1], operation, unique: sent++)) { Content = content };
                    using HttpResponseMessage response = await service.Client.SendAsync(request);
                    string answer = await response.Content.ReadAsStringAsync();
                    untrained += IsOfAnUntrainedModel(response, answer) ? 1 : 0;
                    if (!response.IsSuccessStatusCode && !IsOfAnUntrainedModel(response, answer))
                    {
                        refused.Add($"{route} as {mediaType}: {answer}");
                    }
                }
            }
        }

        Assert.Empty(refused);
        Assert.True(sent >= 23, $"Only {sent} examples were found.");
        Assert.Equal(3, untrained);
    }

    [Fact]
    public async Task Senses_AreOfferedWhereTheyAreAskedForAndTold()
    {
        JsonElement schemas = (await DocumentAsync(shared.Client)).GetProperty("components").GetProperty("schemas");

        Assert.Equal("boolean", schemas.GetProperty(nameof(FinetuneSpecification)).GetProperty("properties").GetProperty("senses").GetProperty("type").GetString());
        Assert.True(HasText(schemas.GetProperty(nameof(VerbPrediction)).GetProperty("properties").GetProperty("sense"), "description"));
    }

    [Fact]
    public async Task Root_LeadsToTheUserInterface()
    {
        using HttpResponseMessage response = await shared.Client.GetAsync("/");
        Assert.Equal("/swagger/index.html", response.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Gives what is trained the names that the examples use.</summary>
    private static async Task NameAsTheExamplesDoAsync(HoneService service)
    {
        await using HoneDbContext db = await service.Services.GetRequiredService<IDbContextFactory<HoneDbContext>>().CreateDbContextAsync();
        await db.Corpora.Where(corpus => corpus.Name == TrainedService.Corpus).ExecuteUpdateAsync(set => set.SetProperty(corpus => corpus.Name, "dotnet-docs"));
        await db.Datasets.Where(dataset => dataset.Name == TrainedService.Dataset).ExecuteUpdateAsync(set => set.SetProperty(dataset => dataset.Name, "api-area"));
        await db.Models.Where(model => model.Name == TrainedService.Pretrained).ExecuteUpdateAsync(set => set.SetProperty(model => model.Name, "dotnet-docs"));
        await db.Models.Where(model => model.Name == TrainedService.Classifier).ExecuteUpdateAsync(set => set.SetProperty(model => model.Name, "api-area"));
        await db.Models.Where(model => model.Name == TrainedService.Decoder).ExecuteUpdateAsync(set => set.SetProperty(model => model.Name, "dotnet-docs-writer"));
    }

    /// <summary>Whether a request was in order but for its model, which is of a task that nothing is trained for here.</summary>
    private static bool IsOfAnUntrainedModel(HttpResponseMessage response, string answer) =>
        response.StatusCode == HttpStatusCode.NotFound && UntrainedModels.Any(model => answer.Contains($"There is no model '{model}'.", StringComparison.Ordinal));

    private static async Task<JsonElement> DocumentAsync(HttpClient client)
    {
        using HttpResponseMessage response = await client.GetAsync("/swagger/v1/swagger.json");
        return await response.ReadAsync<JsonElement>();
    }

    private static IEnumerable<(string Route, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);

    private static JsonElement.ArrayEnumerator Items(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement items) ? items.EnumerateArray() : default;

    private static IEnumerable<(string MediaType, JsonElement Body)> Bodies(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out JsonElement body)
            ? body.GetProperty("content").EnumerateObject().Select(content => (content.Name, content.Value))
            : [];

    private static bool HasText(JsonElement parent, string name) => parent.TryGetProperty(name, out JsonElement text) && text.GetString()!.Length > 0;

    /// <summary>The route with the examples of its parameters. A name that must be new is made new.</summary>
    private static string Address(string path, JsonElement operation, int unique)
    {
        List<string> query = [];
        foreach (JsonElement parameter in Items(operation, "parameters"))
        {
            string name = parameter.GetProperty("name").GetString()!;
            if (parameter.TryGetProperty("example", out JsonElement example))
            {
                bool isNewName = path == "/corpora" && name == "name";
                query.Add($"{name}={example}{(isNewName ? $"-{unique}" : "")}");
                path = path.Replace($"{{{name}}}", example.ToString(), StringComparison.Ordinal);
            }
        }

        return Items(operation, "parameters").Any(parameter => parameter.GetProperty("in").GetString() == "query")
            ? $"{path}?{string.Join('&', query)}"
            : path;
    }

    /// <summary>Whether a body is of files, of which there are no examples in text.</summary>
    private static bool IsBinary(string mediaType, JsonElement body) =>
        mediaType == "multipart/form-data" || (body.GetProperty("schema").TryGetProperty("format", out JsonElement format) && format.GetString() == "binary");

    /// <summary>What is sent: of a form its fields as they begin, and every example of the whole form.</summary>
    private static IEnumerable<HttpContent> Contents(string mediaType, JsonElement body, byte[] file)
    {
        if (mediaType != "multipart/form-data" && IsBinary(mediaType, body))
        {
            return [new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } }];
        }

        if (mediaType != "multipart/form-data")
        {
            return body.TryGetProperty("examples", out JsonElement several)
                ? [.. several.EnumerateObject().Select(example => Plain(mediaType, example.Value.GetProperty("value")))]
                : [Plain(mediaType, body.GetProperty("example"))];
        }

        JsonElement schema = body.GetProperty("schema");
        JsonElement.ObjectEnumerator examples = body.TryGetProperty("examples", out JsonElement named) ? named.EnumerateObject() : default;
        return [Form(schema, file), .. examples.Select(example => Form(schema, example.Value.GetProperty("value")))];
    }

    private static StringContent Plain(string mediaType, JsonElement example) =>
        new(example.ValueKind == JsonValueKind.String ? example.GetString()! : example.GetRawText(), Encoding.UTF8, MediaTypeHeaderValue.Parse(mediaType));

    /// <summary>A form as an example gives it.</summary>
    private static MultipartFormDataContent Form(JsonElement schema, JsonElement example)
    {
        MultipartFormDataContent form = [];
        foreach (JsonProperty part in example.EnumerateObject())
        {
            JsonElement property = schema.GetProperty("properties").GetProperty(part.Name);
            if (property.TryGetProperty("format", out JsonElement format) && format.GetString() == "binary")
            {
                form.Add(new StringContent(part.Value.GetString()!), part.Name, "rows");
            }
            else
            {
                form.Add(new StringContent(part.Value.GetString()!), part.Name);
            }
        }

        return form;
    }

    /// <summary>A form as the user interface makes it: only the files that must be there are chosen, and fields have the values they begin with.</summary>
    private static MultipartFormDataContent Form(JsonElement schema, byte[] file)
    {
        HashSet<string> required = [.. Items(schema, "required").Select(name => name.GetString()!)];
        MultipartFormDataContent form = [];
        foreach (JsonProperty part in schema.GetProperty("properties").EnumerateObject())
        {
            if (part.Value.TryGetProperty("format", out JsonElement format) && format.GetString() == "binary")
            {
                if (required.Contains(part.Name))
                {
                    form.Add(new ByteArrayContent(file), part.Name, "rows.csv");
                }
                else
                {
                    form.Add(new StringContent(""), part.Name);
                }
            }
            else
            {
                JsonElement value = part.Value.TryGetProperty("default", out JsonElement given) ? given
                    : part.Value.TryGetProperty("enum", out JsonElement allowed) ? allowed[0]
                    : default;
                form.Add(new StringContent(part.Name == "name" ? $"{value}-new" : value.ToString()), part.Name);
            }
        }

        return form;
    }

    /// <summary>A folder that models may be imported from.</summary>
    private sealed class ImportableFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("hone-import-").FullName;

        public void Add(string name, ZippedModel model)
        {
            Directory.CreateDirectory(System.IO.Path.Combine(Path, name));
            foreach ((string file, byte[] content) in model.Files)
            {
                File.WriteAllBytes(System.IO.Path.Combine(Path, name, file), content);
            }
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
