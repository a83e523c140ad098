namespace Hone.Domain.Problems;

/// <summary>A request that knows its own rules.</summary>
public interface IValidatable
{
    /// <summary>Every problem that can be seen without looking anything up; none when the request can be acted on.</summary>
    IEnumerable<Problem> Validate();
}
