using FsCheck;
using FsCheck.Fluent;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

public class PropertyBagTests
{
    [Fact]
    public void A_property_that_was_never_set_is_absent_and_an_empty_one_is_not()
    {
        var bag = new PropertyBag();
        bag.Set(PropertyIds.Archived, ReadOnlyMemory<byte>.Empty);
        Assert.Null(bag.Get(PropertyIds.OcspResponse));
        Assert.False(bag.Contains(PropertyIds.OcspResponse));
        Assert.Equal(0, bag.Get(PropertyIds.Archived)?.Length);
        Assert.True(bag.Contains(PropertyIds.Archived));
    }

    [Fact]
    public void The_bag_keeps_a_copy_of_what_was_set()
    {
        var bag = new PropertyBag();
        byte[] value = [1, 2, 3];
        bag.Set(70, value);
        value[0] = 9;
        Assert.Equal([1, 2, 3], bag.Get(70)!.Value.ToArray());
    }

    [Fact]
    public void Ids_are_listed_in_ascending_order_and_end_with_zero()
    {
        var bag = new PropertyBag();
        foreach (uint id in (uint[])[0x8001, 3, 107])
            bag.Set(id, new byte[] { 1 });
        var listed = new List<uint>();
        for (uint id = bag.NextId(0); id != 0; id = bag.NextId(id))
            listed.Add(id);
        Assert.Equal([3u, 107u, 0x8001u], listed);
        Assert.Equal(listed, bag.Ids);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public void Copying_replaces_only_if_asked_to(bool replace, byte expected)
    {
        var target = new PropertyBag();
        var source = new PropertyBag();
        target.Set(70, new byte[] { 1 });
        source.Set(70, new byte[] { 2 });
        source.Set(68, new byte[] { 3 });
        target.CopyFrom(source, replace);
        Assert.Equal([expected], target.Get(70)!.Value.ToArray());
        Assert.Equal([3], target.Get(68)!.Value.ToArray());
    }

    [Fact]
    public void Any_sequence_of_changes_leaves_what_a_sorted_dictionary_would_hold() =>
        Prop.ForAll<(byte, byte[]?)[]>(changes =>
        {
            var bag = new PropertyBag();
            var model = new SortedDictionary<uint, byte[]>();
            foreach ((byte id, byte[]? value) in changes)
            {
                // Not "? :": a null array would convert to an empty value.
                ReadOnlyMemory<byte>? memory = null;
                if (value is not null)
                    memory = value;
                bag.Set(id % 8u, memory);
                if (value is null)
                    model.Remove(id % 8u);
                else
                    model[id % 8u] = value;
            }

            return bag.Ids.SequenceEqual(model.Keys)
                && model.All(pair => bag.Get(pair.Key)!.Value.Span.SequenceEqual(pair.Value));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Writers_on_several_threads_lose_nothing()
    {
        var bag = new PropertyBag();
        Parallel.For(0, 8, writer =>
        {
            for (uint id = 1; id <= 50; id++)
                bag.Set(((uint)writer * 100) + id, new[] { (byte)writer });
        });
        Assert.Equal(400, bag.Ids.Count);
    }
}
