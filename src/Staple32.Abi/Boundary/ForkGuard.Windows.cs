namespace Staple32.Abi.Boundary;

internal static unsafe partial class ForkGuard
{
    /// <summary>Windows has no fork.</summary>
    public static partial bool InChild => false;
}
