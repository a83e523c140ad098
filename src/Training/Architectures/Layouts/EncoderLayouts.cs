using Hone.Domain.Jobs.Specifications;

namespace Hone.Training.Architectures.Layouts;

/// <summary>The layouts that are read and written.</summary>
public static class EncoderLayouts
{
    /// <summary>BERT (Devlin et al. 2019).</summary>
    public static readonly EncoderLayout Bert = new()
    {
        ModelType = "bert",
        ClassName = "Bert",
        Prefix = "bert.",
        Keys = new EncoderKeys(),
        Names = new EncoderNames(),
        LanguageModelHead = new LanguageModelHeadNames
        {
            Transform = "cls.predictions.transform.dense",
            Norm = "cls.predictions.transform.LayerNorm",
            Bias = "cls.predictions.bias",
            TiedMatrix = "cls.predictions.decoder.weight",
        },
        ClassifierHead = new ClassifierHeadNames("bert.pooler.dense", "classifier"),
    };

    /// <summary>DistilBERT (Sanh et al. 2019): BERT without token types and pooler, under names of its own.</summary>
    public static readonly EncoderLayout DistilBert = new()
    {
        ModelType = "distilbert",
        ClassName = "DistilBert",
        Prefix = "distilbert.",
        Keys = new EncoderKeys
        {
            Hidden = "dim",
            Layers = "n_layers",
            Heads = "n_heads",
            Intermediate = "hidden_dim",
            Dropout = "dropout",
            AttentionDropout = "attention_dropout",
            Activation = "activation",
            TokenTypes = null,
            LayerNormEpsilon = null,
        },
        Names = new EncoderNames
        {
            Layers = "transformer.layer",
            Query = "attention.q_lin",
            Key = "attention.k_lin",
            Value = "attention.v_lin",
            AttentionOutput = "attention.out_lin",
            AttentionNorm = "sa_layer_norm",
            Intermediate = "ffn.lin1",
            Output = "ffn.lin2",
            FeedForwardNorm = "output_layer_norm",
        },
        LanguageModelHead = new LanguageModelHeadNames
        {
            Transform = "vocab_transform",
            Norm = "vocab_layer_norm",
            Bias = "vocab_projector.bias",
            TiedMatrix = "vocab_projector.weight",
        },
        ClassifierHead = new ClassifierHeadNames("pre_classifier", "classifier", UsesRelu: true),
    };

    /// <summary>RoBERTa (Liu et al. 2019): BERT's network with other positions and heads.</summary>
    public static readonly EncoderLayout Roberta = new()
    {
        ModelType = "roberta",
        ClassName = "Roberta",
        Prefix = "roberta.",
        CountsPositionsFromPadding = true,
        Keys = new EncoderKeys(),
        Names = new EncoderNames(),
        LanguageModelHead = new LanguageModelHeadNames
        {
            Transform = "lm_head.dense",
            Norm = "lm_head.layer_norm",
            Bias = "lm_head.bias",
            TiedMatrix = "lm_head.decoder.weight",
            Activation = "gelu",
        },
        ClassifierHead = new ClassifierHeadNames("classifier.dense", "classifier.out_proj"),
    };

    /// <summary>RoBERTa with its norms before attention and feed-forward network, and one behind the last layer (Ott et al. 2019, fairseq).</summary>
    public static readonly EncoderLayout RobertaPreLayerNorm = Roberta with
    {
        ModelType = "roberta-prelayernorm",
        ClassName = "RobertaPreLayerNorm",
        Prefix = "roberta_prelayernorm.",
        Norm = NormPlacement.Pre,
        Names = new EncoderNames { AttentionNorm = "attention.LayerNorm", FeedForwardNorm = "intermediate.LayerNorm" },
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<EncoderLayout> All { get; } = [Bert, DistilBert, Roberta, RobertaPreLayerNorm];

    /// <summary>What a new encoder is laid out as.</summary>
    public static EncoderLayout For(NormPlacement norm) => norm == NormPlacement.Pre ? RobertaPreLayerNorm : Bert;

    /// <summary>The layout with a <c>model_type</c>; null when it is none of an encoder.</summary>
    public static EncoderLayout? Find(string modelType) => All.FirstOrDefault(layout => layout.ModelType == modelType);
}
