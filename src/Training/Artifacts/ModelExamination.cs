using System.Text.Json.Nodes;
using Hone.Domain.Jobs.Specifications;
using Hone.Domain.Problems;
using Hone.Domain.Tasks;
using Hone.Training.Architectures;
using Hone.Training.Architectures.Layouts;
using Hone.Training.Inference;
using Hone.Training.Tokenization;

namespace Hone.Training.Artifacts;

/// <summary>
/// What a model directory from elsewhere holds, found out by loading all of it: configuration, every weight, tokenizer, and whether they go
/// together.
/// </summary>
public sealed record ModelExamination
{
    /// <summary>What it can be asked for; a bare encoder counts as a language model, to be trained on.</summary>
    public required TaskKind Task { get; init; }

    public required ModelFamily Family { get; init; }

    /// <summary>The class that <c>config.json</c> names, if it names one.</summary>
    public string? Architecture { get; init; }

    /// <summary>The labels in the order of the network's outputs; empty for a language model.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Weights in the network.</summary>
    public required long Parameters { get; init; }

    /// <summary>What of it is not used.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What its own <c>hone.json</c> says; null where it has none.</summary>
    public ModelRecord? Record { get; init; }

    /// <summary>Examines a directory. Takes the memory of its network in fp32 while it runs.</summary>
    /// <exception cref="RefusalException">It cannot be used; everything that is wrong is named.</exception>
    public static ModelExamination Examine(string directory)
    {
        ProblemList problems = new();
        List<string> warnings = [];
        Tokenizer? tokenizer = Try(problems, () => Tokenizer.Load(directory));
        ModelRecord? record = File.Exists(new ModelDirectory(directory).Record) ? Try(problems, new ModelDirectory(directory).ReadRecord) : null;
        ModelExamination? found = Try(problems, () => ExamineNetwork(directory, tokenizer, warnings, problems));
        if (found is not null && record is not null && (record.Task != found.Task || (record.Labels.Count > 0 && !record.Labels.SequenceEqual(found.Labels))))
        {
            problems.Add(new Problem(ProblemCodes.InvalidModelDirectory, "Its task or labels are not those of config.json.") { File = "hone.json" });
        }

        if (problems.Total > 0)
        {
            string code = problems.All(problem => problem.Code == problems[0].Code) ? problems[0].Code : ProblemCodes.InvalidModelDirectory;
            problems.ThrowIfAny(code, problems.Total == 1 ? problems[0].Message : $"The model cannot be used: it has {problems.Total} problems.");
        }

        return found! with { Warnings = warnings, Record = record };
    }

    private static ModelExamination ExamineNetwork(string directory, Tokenizer? tokenizer, List<string> warnings, ProblemList problems)
    {
        JsonObject configuration = Checkpoint.ReadConfiguration(directory);
        string modelType = Checkpoint.ModelType(configuration);
        string? architecture = configuration["architectures"] is JsonArray { Count: > 0 } classes && classes[0] is JsonValue first && first.TryGetValue(out string? name) ? name : null;
        EncoderLayout? layout = EncoderLayouts.Find(modelType);
        if (layout is null && modelType is not (DecoderCheckpoint.ModelType or RecurrentConfiguration.ModelType))
        {
            throw Refuse("model_type", Checkpoint.RefuseModelType(modelType).Message);
        }

        TaskKind task = TaskOf(layout, architecture);
        ModelExamination examination = task switch
        {
            TaskKind.TextClassification => ExamineClassifier(directory, tokenizer, problems),
            TaskKind.TokenClassification or TaskKind.SemanticRoleLabeling => ExamineTokenClassifier(directory, task, tokenizer, problems),
            _ => ExamineLanguageModel(directory, tokenizer, warnings, problems),
        };
        return examination with { Architecture = architecture };
    }

    /// <summary>What a class of Hugging Face's library is for; a file that names none holds the bare model.</summary>
    private static TaskKind TaskOf(EncoderLayout? layout, string? architecture)
    {
        if (layout is null)
        {
            return architecture switch
            {
                null or "GPT2LMHeadModel" or "GPT2Model" or RecurrentCheckpoint.Architecture => TaskKind.TextGeneration,
                BackboneCheckpoint.RecurrentClass + "ForMeanPooledSequenceClassification" => TaskKind.TextClassification,
                BackboneCheckpoint.RecurrentClass + TokenClassifierCheckpoint.PlainClass or BackboneCheckpoint.RecurrentClass + TokenClassifierCheckpoint.CrfClass =>
                    TaskKind.TokenClassification,
                BackboneCheckpoint.RecurrentClass + RoleLabelerCheckpoint.ModelClass => TaskKind.SemanticRoleLabeling,
                _ => throw Unknown(architecture),
            };
        }

        string? head = architecture?.StartsWith(layout.ClassName, StringComparison.Ordinal) == true ? architecture[layout.ClassName.Length..] : architecture;
        return head switch
        {
            null or "Model" or "ForMaskedLM" or "ForPreTraining" => TaskKind.FillMask,
            "ForSequenceClassification" or "ForMeanPooledSequenceClassification" => TaskKind.TextClassification,
            TokenClassifierCheckpoint.PlainClass or TokenClassifierCheckpoint.CrfClass => TaskKind.TokenClassification,
            RoleLabelerCheckpoint.ModelClass => TaskKind.SemanticRoleLabeling,
            _ => throw Unknown(architecture!),
        };
    }

    private static ModelExamination ExamineTokenClassifier(string directory, TaskKind task, Tokenizer? tokenizer, ProblemList problems)
    {
        bool isOfRoles = task == TaskKind.SemanticRoleLabeling;
        (TokenClassificationModel model, IReadOnlyList<string> tags) = isOfRoles ? LoadRoleLabeler(directory) : TokenClassifierCheckpoint.Load(directory);
        using (model)
        {
            _ = OutputTags.Of(tags);
            RequireFit(tokenizer, model.Backbone.VocabularySize, problems);
            return new ModelExamination
            {
                Task = task,
                Family = model.Backbone.Family,
                Labels = isOfRoles ? [RoleLabelerCheckpoint.PredicateLabel, .. tags] : tags,
                Parameters = model.ParameterCount(),
            };
        }
    }

    private static (TokenClassificationModel Model, IReadOnlyList<string> Tags) LoadRoleLabeler(string directory)
    {
        (TokenClassificationModel model, IReadOnlyList<string> tags, _) = RoleLabelerCheckpoint.Load(directory);
        return (model, tags);
    }

    private static ModelExamination ExamineClassifier(string directory, Tokenizer? tokenizer, ProblemList problems)
    {
        (TextClassificationModel model, TextClassifierSettings settings) = TextClassifierCheckpoint.Load(directory);
        using (model)
        {
            RequireFit(tokenizer, model.Backbone.VocabularySize, problems);
            return new ModelExamination
            {
                Task = TaskKind.TextClassification,
                Family = model.Backbone.Family,
                Labels = settings.Labels,
                Parameters = model.ParameterCount(),
            };
        }
    }

    private static ModelExamination ExamineLanguageModel(string directory, Tokenizer? tokenizer, List<string> warnings, ProblemList problems)
    {
        using LanguageModel model = LanguageModelCheckpoint.LoadBase(directory, dropout: 0, warnings.Add);
        RequireFit(tokenizer, model.VocabularySize, problems);
        if (model is MaskedLanguageModel && tokenizer is { MaskId: null })
        {
            problems.Add(new Problem(ProblemCodes.InvalidModelDirectory, "The tokenizer has no mask token, which a masked language model needs.") { File = TokenizerFiles.TokenizerFile });
        }

        return new ModelExamination
        {
            Task = model is MaskedLanguageModel ? TaskKind.FillMask : TaskKind.TextGeneration,
            Family = model.Family,
            Parameters = model.ParameterCount(),
        };
    }

    private static void RequireFit(Tokenizer? tokenizer, int vocabularySize, ProblemList problems)
    {
        if (tokenizer?.VocabularySize > vocabularySize)
        {
            string message = $"The tokenizer has {tokenizer.VocabularySize} tokens; the word embeddings have only {vocabularySize} rows.";
            problems.Add(new Problem(ProblemCodes.InvalidModelDirectory, message) { File = TokenizerFiles.TokenizerFile });
        }
    }

    private static RefusalException Unknown(string architecture) => Refuse(
        "architectures",
        $"The architecture '{architecture}' is not read; read are Model, ForMaskedLM, ForPreTraining, ForSequenceClassification and ForTokenClassification of {string.Join(", ", EncoderLayouts.All.Select(layout => layout.ClassName))}, and GPT2Model and GPT2LMHeadModel.");

    private static RefusalException Refuse(string field, string message) => new(RefusalKind.Invalid, ProblemCodes.UnsupportedArchitecture, message)
    {
        Problems = [new Problem(ProblemCodes.UnsupportedArchitecture, message) { File = Checkpoint.ConfigurationFile, Field = field }],
        ProblemCount = 1,
    };

    private static T? Try<T>(ProblemList problems, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (RefusalException refusal)
        {
            if (refusal.Problems.Count == 0)
            {
                problems.Add(new Problem(refusal.Code, refusal.Message));
            }

            problems.AddRange(refusal.Problems);
            return null;
        }
    }
}
