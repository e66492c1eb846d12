using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Responses;

/// <summary>Puts the counters of the managed heap into STAPLE32_MEMORY_STATUS.</summary>
internal static unsafe class MemoryReport
{
    private const int LeastSize = 8;

    /// <summary>Staple32QueryMemory. Writes no field that is not wholly within the caller's cbSize.</summary>
    public static int Query(STAPLE32_MEMORY_STATUS* target)
    {
        if (target == null || target->cbSize < LeastSize)
            return LastError.False(Errors.ERROR_INVALID_PARAMETER);
        var report = new STAPLE32_MEMORY_STATUS
        {
            cbSize = target->cbSize,
            // Generation 0 counts every collection: each of an older generation is one of the younger ones too.
            cCollections = (uint)GC.CollectionCount(0),
            // Precise: else it grows by what a thread takes from the heap at a time, which is kilobytes.
            cbAllocated = (ulong)GC.GetTotalAllocatedBytes(precise: true),
            cbHeap = (ulong)GC.GetTotalMemory(forceFullCollection: false),
        };
        // Every field from cbAllocated on ends at a multiple of its size.
        uint size = Math.Min(target->cbSize, (uint)sizeof(STAPLE32_MEMORY_STATUS)) & ~(uint)(sizeof(ulong) - 1);
        Buffer.MemoryCopy(&report, target, size, size);
        return 1;
    }
}
