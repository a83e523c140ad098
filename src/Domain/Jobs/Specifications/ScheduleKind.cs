namespace Hone.Domain.Jobs.Specifications;

/// <summary>How the learning rate falls after warm-up.</summary>
public enum ScheduleKind
{
    /// <summary>In a straight line to zero.</summary>
    Linear,

    /// <summary>Along half a cosine to zero (Loshchilov &amp; Hutter 2017).</summary>
    Cosine,

    /// <summary>Not at all.</summary>
    Constant,
}
