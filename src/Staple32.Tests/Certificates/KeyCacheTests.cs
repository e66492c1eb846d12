using Staple32.Certificates;
using Xunit;

namespace Staple32.Tests.Certificates;

/// <summary>Keys that are used by one thread at a time.</summary>
public class KeyCacheTests
{
    private readonly KeyCache<FakeKey> _cache = new(1);

    [Fact]
    public void A_key_is_found_by_its_bytes_until_it_is_taken()
    {
        ImportedKey<FakeKey> key = Make(1);
        _cache.Return(key);
        Assert.Null(_cache.Take([2]));
        Assert.Same(key, _cache.Take([1]));
        Assert.Null(_cache.Take([1]));
    }

    [Fact]
    public void As_many_threads_as_imported_a_key_find_it_again()
    {
        ImportedKey<FakeKey>[] same = [Make(1), Make(1), Make(1)];
        foreach (ImportedKey<FakeKey> key in same)
            _cache.Return(key);
        ImportedKey<FakeKey>?[] found = [_cache.Take([1]), _cache.Take([1]), _cache.Take([1])];
        Assert.Equivalent(same, found);
        Assert.Equal(3, found.Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.Null(_cache.Take([1]));
    }

    [Fact]
    public void What_there_is_no_place_for_is_disposed()
    {
        ImportedKey<FakeKey>[] keys = [.. Enumerable.Range(0, 5).Select(number => Make((byte)number))];
        foreach (ImportedKey<FakeKey> key in keys)
            _cache.Return(key);
        Assert.Single(keys, key => key.Key.IsDisposed);
        Assert.Equal(4, keys.Count(key => _cache.Take(key.Encoded) == key));
    }

    [Fact]
    public async Task Nobody_gets_a_key_that_another_thread_has()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                ImportedKey<FakeKey> key = _cache.Take([1]) ?? Make(1);
                Assert.False(key.Key.IsDisposed);
                Assert.Equal(1, Interlocked.Increment(ref key.Key.Users));
                Interlocked.Decrement(ref key.Key.Users);
                _cache.Return(key);
            }
        })));
    }

    private static ImportedKey<FakeKey> Make(byte encoded) => new([encoded], new FakeKey());

    private sealed class FakeKey : IDisposable
    {
        public int Users;

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
