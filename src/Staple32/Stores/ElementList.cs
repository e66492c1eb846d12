namespace Staple32.Stores;

/// <summary>The elements of one kind in one store, in the order of their arrival.</summary>
/// <param name="store">The store.</param>
/// <param name="gate">The store's lock.</param>
/// <param name="index">Spares an addition a walk through ten thousand elements.</param>
internal sealed class ElementList<T>(ListStore store, Lock gate, IElementIndex<T> index)
    where T : StoredElement
{
    // So many are looked at sooner than they are looked up.
    private const int Few = 32;

    private readonly List<T> _elements = [];
    private T[]? _snapshot;
    private long _lastSequence;
    private long _changes;

    /// <summary>Another value after every addition and removal and every change of a property.</summary>
    public (long OfList, long OfProperties) Changes
    {
        get
        {
            long ofProperties = 0;
            lock (gate)
            {
                foreach (T element in _elements)
                    ofProperties += element.Properties.Changes;
                return (_changes, ofProperties);
            }
        }
    }

    /// <summary>The elements as they are now.</summary>
    public T[] Snapshot()
    {
        lock (gate)
            return _snapshot ??= [.. _elements];
    }

    /// <summary>The first element that an addition of this one would meet.</summary>
    public T? FindSame(T other)
    {
        lock (gate)
            return index.FindSame(other);
    }

    /// <summary>The first element behind a sequence number that satisfies a search's condition; -1 begins.</summary>
    public T? FirstAfter(long sequence, StoreSearch<T> search)
    {
        if (search.Key.Kind != IndexKind.None)
        {
            lock (gate)
            {
                if (_elements.Count > Few && index.TryFind(search.Key, _elements, out ReadOnlySpan<T> candidates))
                    return FirstAfter(candidates, sequence, search);
            }
        }

        return FirstAfter(Snapshot(), sequence, search);
    }

    /// <summary>Adds an element that is in no store.</summary>
    /// <param name="candidate">The element, with properties of its own.</param>
    /// <param name="disposition">What to do if the same one is there already.</param>
    /// <param name="stored">The element that is now there for it; null if refused.</param>
    public AddOutcome TryAdd(T candidate, AddDisposition disposition, out T? stored)
    {
        lock (gate)
        {
            T? existing = disposition == AddDisposition.Always ? null : index.FindSame(candidate);
            if (existing is not null)
            {
                PropertyBag before = PropertyBag.Copy(existing.Properties)!;
                int changes = existing.Properties.Changes;
                AddOutcome outcome = Meet(existing, candidate, disposition, out stored);
                if (existing.Properties.Changes != changes)
                    Keep(existing, candidate, before);
                if (outcome != AddOutcome.Added || stored is not null)
                    return outcome;
            }

            store.Keep(existing, candidate);
            if (existing is not null)
                Detach(existing);
            Attach(candidate);
            stored = candidate;
            return AddOutcome.Added;
        }
    }

    /// <summary>Removes an element. False if it is not there (any more).</summary>
    public bool Remove(T element)
    {
        lock (gate)
        {
            if (!_elements.Contains(element))
                return false;
            store.Keep(element, null);
            return Detach(element);
        }
    }

    /// <summary>
    /// Makes the list hold exactly these elements. Where one with the same encoding is there already it stays, so that what
    /// others hold of it goes on meaning the element.
    /// </summary>
    /// <param name="wanted">Elements that are in no store.</param>
    /// <param name="meet">Gets one that stays and the one that is wanted in its place; null if they need not meet.</param>
    public void Load(IReadOnlyList<T> wanted, Action<T, T>? meet)
    {
        lock (gate)
        {
            if (_elements.Count == 0)
            {
                // The usual case, and the machine's roots are read while a server waits: nothing to compare with.
                foreach (T element in wanted)
                    Attach(element);
                return;
            }

            var open = new Dictionary<ReadOnlyMemory<byte>, Queue<T>>(EncodingComparer.Instance);
            foreach (T element in wanted)
            {
                if (!open.TryGetValue(element.Encoded, out Queue<T>? same))
                    open.Add(element.Encoded, same = new Queue<T>(1));
                same.Enqueue(element);
            }

            foreach (T element in _elements.ToArray())
            {
                if (!open.TryGetValue(element.Encoded, out Queue<T>? same) || !same.TryDequeue(out T? found))
                    Detach(element);
                else
                    meet?.Invoke(element, found);
            }

            foreach (T element in wanted)
            {
                if (open[element.Encoded].TryDequeue(out T? missing))
                    Attach(missing);
            }
        }
    }

    /// <summary>For <see cref="Load"/>: what stays takes over the properties of what is wanted.</summary>
    public static void TakeProperties(T existing, T found) => existing.Properties.Become(found.Properties);

    /// <summary>Has the properties written that an element learnt from another one; if that fails, it has not learnt them.</summary>
    private void Keep(T learnt, T other, PropertyBag before)
    {
        try
        {
            store.Keep(learnt, learnt);
        }
        catch (WriteFailedException)
        {
            foreach (uint id in other.Properties.Ids)
                learnt.Properties.Set(id, before.Get(id));
            throw;
        }
    }

    /// <summary>Added without an element: the candidate takes the existing one's place.</summary>
    private static AddOutcome Meet(T existing, T candidate, AddDisposition disposition, out T? stored)
    {
        bool isSameEncoding = existing.Encoded.Span.SequenceEqual(candidate.Encoded.Span);
        stored = null;
        switch (disposition)
        {
            case AddDisposition.UseExisting:
                InheritedProperties.TakeOverMissing(existing.Properties, candidate.Properties, isSameEncoding);
                stored = existing;
                return AddOutcome.UsedExisting;
            case AddDisposition.New:
            case AddDisposition.Newer or AddDisposition.NewerInheritProperties when candidate.Beginning <= existing.Beginning:
                return AddOutcome.Exists;
            // The very same need not move; it only learns the new properties.
            case AddDisposition.ReplaceExistingInheritProperties when isSameEncoding:
                existing.Properties.CopyFrom(candidate.Properties, replace: true);
                stored = existing;
                return AddOutcome.Added;
            case AddDisposition.ReplaceExistingInheritProperties or AddDisposition.NewerInheritProperties:
                InheritedProperties.Inherit(candidate.Properties, existing.Properties);
                return AddOutcome.Added;
            default:
                return AddOutcome.Added;
        }
    }

    private void Attach(T element)
    {
        element.PutInto(store, ++_lastSequence);
        _elements.Add(element);
        index.Add(element);
        _snapshot = null;
        _changes++;
    }

    private bool Detach(T element)
    {
        if (!_elements.Remove(element))
            return false;
        index.Remove(element);
        _snapshot = null;
        _changes++;
        return true;
    }

    private static T? FirstAfter(ReadOnlySpan<T> elements, long sequence, StoreSearch<T> search)
    {
        foreach (T element in elements[PositionBehind(elements, sequence)..])
        {
            if (search.Matches(element))
                return element;
        }

        return null;
    }

    private static int PositionBehind(ReadOnlySpan<T> elements, long sequence)
    {
        int low = 0;
        int high = elements.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (elements[middle].Sequence <= sequence)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
