using Staple32.Certificates.Names;
using Xunit;

namespace Staple32.Tests.Certificates.Names;

public class RecentNameKeysTests
{
    [Fact]
    public void A_name_is_known_once_it_was_added_and_another_is_not()
    {
        var recent = new RecentNameKeys(1);
        Assert.False(recent.TryGet([1, 2, 3], out _));
        recent.Add([1, 2, 3], "key");
        Assert.True(recent.TryGet([1, 2, 3], out string? key));
        Assert.Equal("key", key);
        Assert.False(recent.TryGet([1, 2], out _));
        Assert.False(recent.TryGet([1, 2, 4], out _));
    }

    [Fact]
    public void That_something_is_no_name_is_remembered_too()
    {
        var recent = new RecentNameKeys(1);
        recent.Add([0xFF], null);
        Assert.True(recent.TryGet([0xFF], out string? key));
        Assert.Null(key);
    }

    [Fact]
    public void Names_displace_each_other_where_there_is_one_place()
    {
        var recent = new RecentNameKeys(1);
        recent.Add([1], "one");
        recent.Add([2], "two");
        Assert.False(recent.TryGet([1], out _));
        Assert.True(recent.TryGet([2], out string? key));
        Assert.Equal("two", key);
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void Long_names_are_not_kept(int length, bool kept)
    {
        var recent = new RecentNameKeys(1);
        recent.Add(new byte[length], "long");
        Assert.Equal(kept, recent.TryGet(new byte[length], out _));
    }
}
