namespace Hone.Training.Architectures;

/// <summary>A network built on an encoder, whose weights have names to be saved and loaded under.</summary>
public interface IEncoderModel
{
    /// <summary>The encoder below the head.</summary>
    Encoder Encoder { get; }

    /// <summary>All weights under the names of Hugging Face's models, as views.</summary>
    IEnumerable<NamedTensor> NamedTensors();
}
