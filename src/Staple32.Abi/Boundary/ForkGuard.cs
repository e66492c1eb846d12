namespace Staple32.Abi.Boundary;

/// <summary>
/// Tells a process that was forked after the library started from the process that started it. In such a child no
/// thread of the runtime exists, so whatever needs the collector, the thread pool or a lock would wait for ever.
/// </summary>
internal static unsafe partial class ForkGuard
{
    /// <summary>True in a forked child.</summary>
    public static partial bool InChild { get; }
}
