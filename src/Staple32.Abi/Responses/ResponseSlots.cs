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
    private const uint SlotsPerChunk = 1024;
    private const uint Chunks = 4096;
    private const ulong HandleKind = 3;
    private const int KindShift = 60;
    private const int GenerationShift = 32;
    private const uint GenerationMask = 0x0FFF_FFFF;

    private static readonly Lock s_lock = new();

    // Set before any handle exists and never changed, so that the hot path reads it without a check for initialisation.
    private static ResponseSlot** s_chunks;
    private static uint s_used;
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ResponseSlot* Find(nint handle, out uint generation)
    {
        ulong bits = (ulong)handle;
        generation = (uint)(bits >> GenerationShift) & GenerationMask;
        uint index = (uint)bits - 1;
        if (bits >> KindShift != HandleKind || index >= s_used)
            return null;
        return SlotAt(index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ResponseSlot* SlotAt(uint index) => s_chunks[index / SlotsPerChunk] + (index % SlotsPerChunk);

    private static uint Grow()
    {
        if (s_chunks == null)
            s_chunks = (ResponseSlot**)NativeMemory.AllocZeroed(Chunks, (nuint)sizeof(void*));
        uint index = s_used;
        if (index == Chunks * SlotsPerChunk)
            throw new AbiException(Errors.ERROR_NOT_ENOUGH_MEMORY, "all handles are in use");
        if (index % SlotsPerChunk == 0)
        {
            const nuint ChunkSize = SlotsPerChunk * ResponseSlot.Size;
            void* chunk = NativeMemory.AlignedAlloc(ChunkSize, ResponseSlot.Size);
            NativeMemory.Clear(chunk, ChunkSize);
            s_chunks[index / SlotsPerChunk] = (ResponseSlot*)chunk;
        }

        // Only now may a handle with this number be looked up.
        Volatile.Write(ref s_used, index + 1);
        return index + 1;
    }
}
