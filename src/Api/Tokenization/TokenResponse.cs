namespace Hone.Api.Tokenization;

/// <summary>A token of a text.</summary>
/// <param name="Id">Its id in the vocabulary.</param>
/// <param name="Text">How it stands in the vocabulary.</param>
/// <param name="Special">Whether it is added by the model and stands for no text.</param>
/// <param name="Start">Where it begins in the text, in Unicode code points; null of a special token.</param>
/// <param name="End">Where it ends in the text, exclusive; null of a special token.</param>
public sealed record TokenResponse(int Id, string Text, bool Special, int? Start, int? End);
