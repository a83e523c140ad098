namespace Hone.Domain.Problems;

/// <summary>The stable names of everything that can be wrong. Clients may rely on them; the wording of messages may change.</summary>
public static class ProblemCodes
{
    // Requests
    public const string InvalidRequest = "invalid-request";
    public const string InvalidJson = "invalid-json";
    public const string UnknownField = "unknown-field";
    public const string MissingField = "missing-field";
    public const string DuplicateField = "duplicate-field";
    public const string WrongType = "wrong-type";
    public const string OutOfRange = "out-of-range";
    public const string UnknownValue = "unknown-value";
    public const string InvalidName = "invalid-name";
    public const string BodyTooLarge = "body-too-large";
    public const string UnsupportedMediaType = "unsupported-media-type";
    public const string UnknownRoute = "unknown-route";
    public const string MethodNotAllowed = "method-not-allowed";
    public const string UnknownHost = "unknown-host";
    public const string CrossOrigin = "cross-origin";
    public const string Forbidden = "forbidden";
    public const string InvalidIdempotencyKey = "invalid-idempotency-key";
    public const string IdempotencyKeyInUse = "idempotency-key-in-use";
    public const string IdempotencyKeyReused = "idempotency-key-reused";
    public const string ChangedMeanwhile = "changed-meanwhile";

    // Uploaded text
    public const string NotUtf8 = "not-utf8";
    public const string EmptyFile = "empty-file";
    public const string NoDocuments = "no-documents";
    public const string InvalidGzip = "invalid-gzip";
    public const string ExpandsTooFar = "expands-too-far";
    public const string UploadAborted = "upload-aborted";
    public const string InvalidUpload = "invalid-upload";
    public const string InvalidMultipart = "invalid-multipart";
    public const string MissingPart = "missing-part";
    public const string UnknownPart = "unknown-part";
    public const string DuplicatePart = "duplicate-part";
    public const string UnknownFormat = "unknown-format";

    // Rows
    public const string InvalidCorpus = "invalid-corpus";
    public const string InvalidDataset = "invalid-dataset";
    public const string InvalidInputs = "invalid-inputs";
    public const string InvalidRow = "invalid-row";
    public const string MissingColumn = "missing-column";
    public const string UnknownColumn = "unknown-column";
    public const string DuplicateColumn = "duplicate-column";
    public const string WrongColumnCount = "wrong-column-count";
    public const string WrongQuote = "wrong-quote";
    public const string EmptyText = "empty-text";
    public const string EmptyLabel = "empty-label";
    public const string UnknownLabel = "unknown-label";
    public const string TextTooLong = "text-too-long";
    public const string TooManyRows = "too-many-rows";
    public const string TooFewLabels = "too-few-labels";
    public const string TooManyLabels = "too-many-labels";
    public const string EmptySplit = "empty-split";
    public const string ForbiddenCharacter = "forbidden-character";
    public const string EmptyToken = "empty-token";
    public const string TooManyWords = "too-many-words";
    public const string MissingTag = "missing-tag";
    public const string InvalidTag = "invalid-tag";
    public const string WrongTagCount = "wrong-tag-count";
    public const string SpanOutsideText = "span-outside-text";
    public const string EmptySpan = "empty-span";
    public const string OverlappingSpans = "overlapping-spans";
    public const string PredicateOutsideSentence = "predicate-outside-sentence";
    public const string DuplicatePredicate = "duplicate-predicate";

    // Resources
    public const string UnknownCorpus = "unknown-corpus";
    public const string UnknownDataset = "unknown-dataset";
    public const string UnknownJob = "unknown-job";
    public const string UnknownModel = "unknown-model";
    public const string UnknownVersion = "unknown-version";
    public const string UnknownAlias = "unknown-alias";
    public const string UnknownEvaluation = "unknown-evaluation";
    public const string NameTaken = "name-taken";
    public const string InUse = "in-use";
    public const string IllegalTransition = "illegal-transition";
    public const string InvalidCursor = "invalid-cursor";

    // Jobs
    public const string WrongTask = "wrong-task";
    public const string WrongBase = "wrong-base";
    public const string NoSenses = "no-senses";
    public const string CorpusTooSmall = "corpus-too-small";
    public const string NoPredictions = "no-predictions";
    public const string EveryCandidateFailed = "every-candidate-failed";
    public const string BudgetUsedUp = "budget-used-up";
    public const string PartOfSweep = "part-of-sweep";
    public const string NoReport = "no-report";
    public const string TrainerCrashed = "trainer-crashed";
    public const string TrainerKilled = "trainer-killed";
    public const string TrainerFailed = "trainer-failed";
    public const string OutOfMemory = "out-of-memory";
    public const string NonFiniteLoss = "non-finite-loss";
    public const string LibTorchUnavailable = "libtorch-unavailable";
    public const string DeviceUnavailable = "device-unavailable";

    // Models and predictions
    public const string InvalidModelReference = "invalid-model-reference";
    public const string InvalidModelDirectory = "invalid-model-directory";
    public const string PickleWeights = "pickle-weights";
    public const string UnsupportedArchitecture = "unsupported-architecture";
    public const string InvalidArchive = "invalid-archive";
    public const string UnsafePath = "unsafe-path";
    public const string TooManyFiles = "too-many-files";
    public const string ImportPathOff = "import-path-off";
    public const string UnknownFolder = "unknown-folder";
    public const string ModelNotReady = "model-not-ready";
    public const string WrongMask = "wrong-mask";
    public const string EmptyInputs = "empty-inputs";
    public const string BatchTooLarge = "batch-too-large";
    public const string QueueFull = "queue-full";
    public const string ModelTooLarge = "model-too-large";

    // Faults
    public const string Internal = "internal-error";
    public const string Unavailable = "unavailable";
    public const string DatabaseBusy = "database-busy";
    public const string StorageFull = "storage-full";
    public const string ContentMissing = "content-missing";
}
