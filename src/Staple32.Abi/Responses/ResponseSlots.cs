using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Responses;

/// <summary>
/// All slots, in chunks that are allocated when needed and never freed, and the handles that name them. A handle is
/// 4 bits kind, 28 bits generation and 32 bits slot number + 1.
/// </summary>
internal static unsafe class ResponseSlots
{
    private const uint SlotsPerChunk = SlotLanes.SlotsPerChunk;
    private const uint Chunks = 65536;
    private const ulong HandleKind = 3;
    private const int KindShift = 60;
    private const int GenerationShift = 32;
    private const uint GenerationMask = 0x0FFF_FFFF;

    private static readonly Lock s_lock = new();

    private static uint s_firstFree;

    /// <summary>Takes a free slot and opens it with one reference.</summary>
    /// <param name="owner">GCHandle of the managed half.</param>
    /// <returns>Its handle.</returns>
    public static nint Open(nint owner, out ResponseSlot* slot)
    {
        lock (s_lock)
        {
            uint number = s_firstFree;
            if (number != 0)
            {
                slot = SlotAt(number - 1);
                s_firstFree = slot->NextFree;
            }
            else
            {
                number = Grow();
                slot = SlotAt(number - 1);
            }

            slot->Owner = owner;
            slot->Open();
            return (nint)((HandleKind << KindShift) | ((ulong)slot->Generation << GenerationShift) | number);
        }
    }

    /// <summary>Gives a closed slot back for the next <see cref="Open"/>.</summary>
    public static void Recycle(nint handle)
    {
        lock (s_lock)
        {
            uint number = (uint)handle;
            SlotAt(number - 1)->NextFree = s_firstFree;
            s_firstFree = number;
        }
    }

    /// <summary>The slot that a handle names, or null if there is none. Whether the handle is still good, the generation tells.</summary>
    public static ResponseSlot* Find(nint handle, out uint generation) =>
        TryRead(handle, out uint index, out generation) ? SlotAt(index) : null;

    /// <summary>The lanes of that slot, without a look at the slot: what Get needs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SlotLanes FindLanes(nint handle, out uint generation) =>
        TryRead(handle, out uint index, out generation) ? LanesAt(index) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryRead(nint handle, out uint index, out uint generation)
    {
        ulong bits = (ulong)handle;
        generation = (uint)(bits >> GenerationShift) & GenerationMask;
        index = (uint)bits - 1;
        return bits >> KindShift == HandleKind && index < Table.s_used;
    }

    // A chunk is its lanes, and then its slots.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static SlotLanes LanesAt(uint index) =>
        new((ResponseLane*)Table.s_chunks[index / SlotsPerChunk] + (index % SlotsPerChunk));

    private static ResponseSlot* SlotAt(uint index) =>
        (ResponseSlot*)(Table.s_chunks[index / SlotsPerChunk] + SlotLanes.ChunkSize) + (index % SlotsPerChunk);

    private static uint Grow()
    {
        if (Table.s_chunks == null)
            Table.s_chunks = (byte**)NativeMemory.AllocZeroed(Chunks, (nuint)sizeof(void*));
        uint index = Table.s_used;
        if (index == Chunks * SlotsPerChunk)
            throw new AbiException(Errors.ERROR_NOT_ENOUGH_MEMORY, "all handles are in use");
        if (index % SlotsPerChunk == 0)
        {
            const uint Size = SlotLanes.ChunkSize + (SlotsPerChunk * Lanes.LineSize);
            void* chunk = NativeMemory.AlignedAlloc(Size, Lanes.LineSize);
            NativeMemory.Clear(chunk, Size);
            Table.s_chunks[index / SlotsPerChunk] = (byte*)chunk;
        }

        SlotAt(index)->OwnLanes = LanesAt(index);
        // Only now may a handle with this number be looked up.
        Volatile.Write(ref Table.s_used, index + 1);
        return index + 1;
    }

    // Apart, so that the class has no initializer that each look-up would have to check for.
    private static class Table
    {
        // Set before any handle exists and never changed.
        public static byte** s_chunks;
        public static uint s_used;
    }
}
