using System.Runtime.CompilerServices;

namespace Staple32.Abi.Responses;

/// <summary>Where the lanes of one slot are: a whole chunk's slots stand side by side in each lane.</summary>
/// <remarks>
/// So what a thread counts in for ten thousand handles is 160 KB together, which stays in the cache of its processor; with a
/// slot's lanes side by side it would be one line in each of ten thousand places.
/// </remarks>
internal readonly unsafe struct SlotLanes(ResponseLane* first)
{
    /// <summary>Slots in a chunk: few, since the first certificate of a process touches a page of each four lanes.</summary>
    public const int SlotsPerChunk = 64;

    /// <summary>Bytes of a chunk's lanes.</summary>
    public const int ChunkSize = LaneSize * Lanes.Count;

    // Whole lines, so that no two lanes share one.
    private const int LaneSize = SlotsPerChunk * 16;

    public bool Exist => first != null;

    /// <summary>The calling thread's lane.</summary>
    public ResponseLane* Mine
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => this[Lanes.Mine];
    }

    public ResponseLane* this[nuint lane]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (ResponseLane*)((byte*)first + (lane * LaneSize));
    }
}
