using TorchSharp;
using static TorchSharp.torch;

namespace Hone.Training.Native;

/// <summary>
/// Sums, products and quotients of tensors and numbers. TorchSharp hands a number to libtorch as a <see cref="Scalar"/>, also the factor of 1 in the sum of two
/// tensors, and keeps no hold of it during the call: if it is collected as garbage just then, libtorch reads memory that is free. Here it lives until the call is over.
/// </summary>
#pragma warning disable RS0030 // what is banned elsewhere is done here
internal static class Arithmetic
{
    private static readonly Scalar One = 1;

    /// <summary>The sum of two tensors.</summary>
    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, One);

    /// <summary>A number added to every element.</summary>
    public static Tensor Plus(this Tensor left, double right)
    {
        using Scalar number = right;
        return left.add(number, One);
    }

    /// <summary>A whole number added to every element; whole numbers stay so.</summary>
    public static Tensor Plus(this Tensor left, long right)
    {
        using Scalar number = right;
        return left.add(number, One);
    }

    /// <summary>Adds a tensor to this one, in its place.</summary>
    public static Tensor AddInPlace(this Tensor sum, Tensor term) => sum.add_(term, One);

    /// <summary>Adds a multiple of a tensor to this one, in its place.</summary>
    public static Tensor AddInPlace(this Tensor sum, Tensor term, double factor)
    {
        using Scalar number = factor;
        return sum.add_(term, number);
    }

    /// <summary>Adds a number to every element, in its place.</summary>
    public static Tensor AddInPlace(this Tensor sum, double term)
    {
        using Scalar number = term;
        return sum.add_(number, One);
    }

    /// <summary>Adds a multiple of the product of two tensors, element by element, in its place.</summary>
    public static Tensor AddProductInPlace(this Tensor sum, Tensor left, Tensor right, double factor)
    {
        using Scalar number = factor;
        return sum.addcmul_(left, right, number);
    }

    /// <summary>Adds a multiple of the quotient of two tensors, element by element, in its place.</summary>
    public static Tensor AddQuotientInPlace(this Tensor sum, Tensor dividend, Tensor divisor, double factor)
    {
        using Scalar number = factor;
        return sum.addcdiv_(dividend, divisor, number);
    }

    /// <summary>Adds values to sums: <c>[sums]</c>, the place of the sum that each value belongs to <c>[values]</c> and <c>[values]</c> in, <c>[sums]</c> out.</summary>
    public static Tensor AddAt(this Tensor sums, Tensor places, Tensor values) => sums.index_add(0, places, values, One);

    /// <summary>Every element multiplied by a number.</summary>
    public static Tensor Times(this Tensor left, double right)
    {
        using Scalar number = right;
        return left.mul(number);
    }

    /// <summary>Every element multiplied by a whole number; whole numbers stay so.</summary>
    public static Tensor Times(this Tensor left, long right)
    {
        using Scalar number = right;
        return left.mul(number);
    }

    /// <summary>Multiplies every element by a number, in its place.</summary>
    public static Tensor TimesInPlace(this Tensor product, double factor)
    {
        using Scalar number = factor;
        return product.mul_(number);
    }

    /// <summary>Every element divided by a number.</summary>
    public static Tensor Over(this Tensor left, double right)
    {
        using Scalar number = right;
        return left.div(number);
    }

    /// <summary>Lets no element be greater than a number, in its place.</summary>
    public static Tensor AtMostInPlace(this Tensor values, double most)
    {
        using Scalar number = most;
        return values.clamp_max_(number);
    }

    /// <summary>Sets every element to a number.</summary>
    public static Tensor Fill(this Tensor values, double value)
    {
        using Scalar number = value;
        return values.fill_(number);
    }

    /// <summary>Whole numbers in their order, <c>[count]</c> of int64.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="device">Where they go.</param>
    public static Tensor Count(long first, long count, Device device)
    {
        using Scalar start = first;
        using Scalar stop = first + count;
        return arange(start, stop, One, dtype: ScalarType.Int64, device: device);
    }
}
