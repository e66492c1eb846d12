using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Responses;

/// <summary>What the threads of one lane see of a slot: all that Get and Free write, in 16 bytes.</summary>
/// <remarks>
/// <c>_response</c> packs the block's address with the number of references lent out of those that the slot holds
/// (<see cref="ResponseBlock.Install"/>). Get is one atomic addition to that word: it names the block and secures a reference
/// to it in the same instant, which a separate pointer and counter could not without a lock (the block might go in between).
/// Free takes one off again if the word still names its block. Replacing swaps the word and settles what is lent with the
/// old block.
/// <para>
/// A reference may come back in another lane than it went out: what is lent is counted from <see cref="Even"/> up and down,
/// and moved into the block before it can reach the address bits or 0.
/// </para>
/// </remarks>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal unsafe struct ResponseLane
{
    private const int LentBits = 22;
    private const ulong LentMask = (1UL << LentBits) - 1;
    // Blocks are 64-byte aligned, user addresses have at most 48 bits: 42 significant ones beside 22 of count.
    private const int AddressShift = 6;
    private const ulong Even = 1UL << (LentBits - 1);
    private const ulong Portion = Even / 2;

    private ulong _response;
    private uint _generation;

    /// <summary>The slot's generation, written when a generation has ended and before the next begins.</summary>
    public void SetGeneration(uint generation) => Volatile.Write(ref _generation, generation);

    /// <summary>True until that generation of the slot has ended.</summary>
    public readonly bool IsOf(uint generation) => Volatile.Read(in _generation) == generation;

    /// <summary>Takes a reference to the current response.</summary>
    /// <param name="generation">The generation in the caller's handle.</param>
    /// <param name="now">The time, in <see cref="Boundary.WallClock"/> units.</param>
    /// <returns>Null if the slot is of another generation, or there is nothing to hand out at that time.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CERT_SERVER_OCSP_RESPONSE_CONTEXT* Borrow(uint generation, long now)
    {
        // An empty slot is left alone, or a server that polls it would count up into the address bits.
        if (!IsOf(generation) || Volatile.Read(ref _response) <= LentMask)
            return null;
        ulong before = Interlocked.Increment(ref _response) - 1;
        ResponseBlock* block = BlockOf(before);
        if (block == null)
            return null;
        if ((before & LentMask) >= Even + Portion)
            SettleLent(before);

        // If it was closed and opened anew between the first look and the addition, what was lent is another handle's.
        if (IsOf(generation) && block->IsServedAt(now))
            return block->Context;
        block->Add(-1);
        return null;
    }

    /// <summary>Takes back a reference to the block that is lent here.</summary>
    /// <returns>False if another one is by now: the caller still has its reference.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTakeBack(ResponseBlock* block)
    {
        ulong word = Volatile.Read(ref _response);
        while (BlockOf(word) == block)
        {
            if ((word & LentMask) <= Even - Portion)
                SettleReturned(word);
            ulong found = Interlocked.CompareExchange(ref _response, word - 1, word);
            if (found == word)
                return true;
            word = found;
        }

        return false;
    }

    /// <summary>Puts a block (or null) in place of the current one.</summary>
    /// <param name="block">What is lent from now on.</param>
    /// <param name="lent">
    /// How many references to the old one were lent here since it came and not settled yet, less those that came back.
    /// </param>
    /// <returns>The old one.</returns>
    public ResponseBlock* Replace(ResponseBlock* block, out long lent)
    {
        ulong old = Interlocked.Exchange(ref _response, ((ulong)block >> AddressShift << LentBits) + Even);
        lent = (long)(old & LentMask) - (long)Even;
        return BlockOf(old);
    }

    private static ResponseBlock* BlockOf(ulong word) => (ResponseBlock*)(word >> LentBits << AddressShift);

    /// <summary>Moves a part of what is lent into the block, which must not know of fewer references than there are at any moment.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SettleLent(ulong seen)
    {
        // The reference just lent keeps the block alive here, whoever replaces it meanwhile.
        ResponseBlock* block = BlockOf(seen);
        block->Add((long)Portion);
        ulong word = Volatile.Read(ref _response);
        while (BlockOf(word) == block && (word & LentMask) >= Even + Portion)
        {
            ulong found = Interlocked.CompareExchange(ref _response, word - Portion, word);
            if (found == word)
                return;
            word = found;
        }

        // Replaced or settled by another thread.
        block->Add(-(long)Portion);
    }

    /// <summary>The same for what came back, in the opposite order and for the same reason. The caller has a reference still.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SettleReturned(ulong seen)
    {
        if (Interlocked.CompareExchange(ref _response, seen + Portion, seen) == seen)
            BlockOf(seen)->Add(-(long)Portion);
    }
}
