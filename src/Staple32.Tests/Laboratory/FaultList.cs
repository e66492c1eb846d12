namespace Staple32.Tests.Laboratory;

/// <summary>All faults, in the order of the table in docs/operations.md.</summary>
internal static class FaultList
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        .. WireFaults.Transport, .. WireFaults.Http, .. ResponseFaults.Encoding, .. ResponseFaults.Authority, .. ResponseFaults.SingleResponse,
        .. ResponseFaults.Time,
    ];
}
