namespace Hone.Domain.Datasets;

/// <summary>The part a row plays: learnt from, chosen by, or judged on.</summary>
public enum SplitName
{
    Train,
    Validation,
    Test,
}
