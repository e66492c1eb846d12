namespace Staple32.Abi.Boundary;

/// <summary>
/// Opaque handles over managed objects: slot and generation, never an address, so that a closed or invented handle is
/// recognised without touching freed memory. For stores and engines; the OCSP response handles have a lock-free table
/// of their own.
/// </summary>
/// <typeparam name="T">What a handle stands for.</typeparam>
/// <param name="kind">Distinguishes the handles of one table from those of another (1 to 15).</param>
internal sealed class HandleTable<T>(uint kind)
    where T : class
{
    // 4 bits kind, 28 bits generation, 32 bits slot + 1: never 0, never the small numbers that Windows gives a meaning.
    private const int KindShift = 60;
    private const int GenerationShift = 32;
    private const uint GenerationMask = 0x0FFF_FFFF;

    private readonly Lock _lock = new();
    private readonly List<Slot> _slots = [];
    private readonly Stack<int> _free = new();

    /// <summary>Makes a handle for an object.</summary>
    public nint Add(T value)
    {
        lock (_lock)
        {
            if (!_free.TryPop(out int index))
            {
                index = _slots.Count;
                _slots.Add(default);
            }

            uint generation = _slots[index].Generation;
            _slots[index] = new Slot(value, generation);
            return (nint)(((ulong)kind << KindShift) | ((ulong)generation << GenerationShift) | ((uint)index + 1));
        }
    }

    /// <summary>The object behind a handle, or null if the handle is closed, of another kind or invented.</summary>
    public T? Find(nint handle)
    {
        lock (_lock)
            return TryLocate(handle, out int index) ? _slots[index].Value : null;
    }

    /// <summary>Forgets a handle and returns what it stood for, or null as <see cref="Find"/>.</summary>
    public T? Remove(nint handle)
    {
        lock (_lock)
        {
            if (!TryLocate(handle, out int index))
                return null;
            Slot slot = _slots[index];
            _slots[index] = new Slot(null, (slot.Generation + 1) & GenerationMask);
            _free.Push(index);
            return slot.Value;
        }
    }

    private bool TryLocate(nint handle, out int index)
    {
        ulong bits = (ulong)handle;
        long slot = (uint)bits - 1L;
        index = (int)Math.Min(slot, int.MaxValue);
        return bits >> KindShift == kind
            && slot >= 0 && slot < _slots.Count
            && _slots[index].Value is not null
            && _slots[index].Generation == ((uint)(bits >> GenerationShift) & GenerationMask);
    }

    private readonly record struct Slot(T? Value, uint Generation);
}
