using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Responses;

/// <summary>
/// The native side of one HCERT_SERVER_OCSP_RESPONSE: who it is, how often it is open, and what Get hands out now.
/// Slots are never returned to the allocator, so that a stale handle reads a slot and never freed memory.
/// </summary>
/// <remarks>
/// <para>
/// <c>_response</c> packs the block's address with the number of references lent out of the <see cref="ResponseBlock.Installed"/>
/// that the slot holds. Get is one atomic addition to that word: it names the block and secures a reference to it in the
/// same instant, which a separate pointer and counter could not without a lock (the block might go in between). Replacing
/// swaps the word and settles the lent count with the old block.
/// </para>
/// <para>
/// <c>_identity</c> packs generation and open count, so that AddRef and Close decide on both at once.
/// </para>
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = Size)]
internal unsafe struct ResponseSlot
{
    /// <summary>One cache line: two handles never contend for one.</summary>
    public const int Size = 64;

    private const int LentBits = 22;
    private const ulong LentMask = (1UL << LentBits) - 1;
    // Blocks are 64-byte aligned, user addresses have at most 48 bits: 42 significant ones beside 22 of count.
    private const int AddressShift = 6;
    private const ulong SettleAt = 1UL << (LentBits - 1);
    private const int GenerationShift = 32;
    private const uint GenerationMask = 0x0FFF_FFFF;

    private ulong _identity;
    private ulong _response;
    private nint _owner;
    private uint _nextFree;

    public readonly uint Generation => (uint)(Volatile.Read(in _identity) >> GenerationShift);

    /// <summary>GCHandle of the managed half; only <see cref="ServerResponses"/> uses it, while the slot is open.</summary>
    public nint Owner
    {
        readonly get => _owner;
        set => _owner = value;
    }

    /// <summary>Link of the free list; only <see cref="ResponseSlots"/> uses it, while the slot is closed.</summary>
    public uint NextFree
    {
        readonly get => _nextFree;
        set => _nextFree = value;
    }

    /// <summary>Opens a free slot with one reference.</summary>
    public void Open() => Volatile.Write(ref _identity, _identity + 1);

    /// <summary>
    /// Takes a reference to the current response.
    /// </summary>
    /// <param name="generation">The generation in the caller's handle.</param>
    /// <param name="now">The time, in <see cref="Boundary.WallClock"/> units.</param>
    /// <param name="error">Why there is none: ERROR_INVALID_HANDLE or CRYPT_E_REVOCATION_OFFLINE.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CERT_SERVER_OCSP_RESPONSE_CONTEXT* Borrow(uint generation, long now, out uint error)
    {
        error = Errors.ERROR_INVALID_HANDLE;
        if (Generation != generation)
            return null;

        error = Errors.CRYPT_E_REVOCATION_OFFLINE;
        // An empty slot is left alone, or a server that polls it would count up into the address bits.
        if (Volatile.Read(ref _response) <= LentMask)
            return Nothing(generation, ref error);
        ulong before = Interlocked.Increment(ref _response) - 1;
        ResponseBlock* block = BlockOf(before);
        if (block == null)
            return Nothing(generation, ref error);
        if ((before & LentMask) >= SettleAt)
            SettleLent(before);

        // Closed and opened anew between the first look and the addition: what was lent is another handle's.
        if (Generation != generation)
        {
            block->Add(-1);
            error = Errors.ERROR_INVALID_HANDLE;
            return null;
        }

        if (block->IsServedAt(now))
            return block->Context;
        block->Add(-1);
        return null;
    }

    // An empty slot may be one that was closed a moment ago.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly CERT_SERVER_OCSP_RESPONSE_CONTEXT* Nothing(uint generation, ref uint error)
    {
        if (Generation != generation)
            error = Errors.ERROR_INVALID_HANDLE;
        return null;
    }

    /// <summary>Puts a block (or null) in place of the current one. The caller has added <see cref="ResponseBlock.Installed"/> to it.</summary>
    public void Replace(ResponseBlock* block)
    {
        ulong old = Interlocked.Exchange(ref _response, (ulong)block >> AddressShift << LentBits);
        ResponseBlock* oldBlock = BlockOf(old);
        if (oldBlock != null)
            oldBlock->Add((long)(old & LentMask) - ResponseBlock.Installed);
    }

    /// <summary>Adds an open reference. False if the slot is of another generation or closed.</summary>
    public bool TryAddRef(uint generation)
    {
        ulong identity = Volatile.Read(ref _identity);
        while (IsOpen(identity, generation))
        {
            ulong found = Interlocked.CompareExchange(ref _identity, identity + 1, identity);
            if (found == identity)
                return true;
            identity = found;
        }

        return false;
    }

    /// <summary>Drops an open reference; the last one ends the generation, and every copy of the handle is stale from then on.</summary>
    /// <returns>False if the slot is of another generation or closed.</returns>
    public bool TryClose(uint generation, out bool last)
    {
        ulong identity = Volatile.Read(ref _identity);
        while (IsOpen(identity, generation))
        {
            last = (uint)identity == 1;
            ulong next = last ? (ulong)((generation + 1) & GenerationMask) << GenerationShift : identity - 1;
            ulong found = Interlocked.CompareExchange(ref _identity, next, identity);
            if (found == identity)
                return true;
            identity = found;
        }

        last = false;
        return false;
    }

    private static bool IsOpen(ulong identity, uint generation) =>
        (uint)(identity >> GenerationShift) == generation && (uint)identity != 0;

    private static ResponseBlock* BlockOf(ulong word) => (ResponseBlock*)(word >> LentBits << AddressShift);

    /// <summary>Moves part of the lent count into the block before it can reach the address bits.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SettleLent(ulong seen)
    {
        // The reference just lent keeps the block alive here, whoever replaces it meanwhile.
        ResponseBlock* block = BlockOf(seen);
        block->Add((long)SettleAt);
        ulong word = Volatile.Read(ref _response);
        while (BlockOf(word) == block && (word & LentMask) >= SettleAt)
        {
            ulong found = Interlocked.CompareExchange(ref _response, word - SettleAt, word);
            if (found == word)
                return;
            word = found;
        }

        // Replaced or settled by another thread.
        block->Add(-(long)SettleAt);
    }
}
