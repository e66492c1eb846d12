using Staple32.Retrieval;
using Xunit;

namespace Staple32.Tests.Retrieval;

public sealed class ResponderMemoryTests
{
    private static readonly ResponderHabits s_post = new(Post: true, Sha256: false);

    [Fact]
    public void A_responder_is_a_host_and_port_whatever_the_path_and_case()
    {
        var memory = new ResponderMemory();
        memory.Remember(new Uri("http://CA.example/a"), s_post, TimeProvider.System);
        Assert.Equal(s_post, memory.Recall(new Uri("http://ca.example:80/b?c"), TimeProvider.System));
        Assert.Equal(default, memory.Recall(new Uri("http://ca.example:81/"), TimeProvider.System));
    }

    [Fact]
    public void What_everybody_is_asked_with_takes_no_room()
    {
        var memory = new ResponderMemory();
        memory.Remember(new Uri("http://a/"), s_post, TimeProvider.System);
        memory.Remember(new Uri("http://a/"), default, TimeProvider.System);
        Assert.Equal(0, memory.Count);
    }

    [Fact]
    public void However_many_responders_there_are_the_memory_is_bounded_and_keeps_the_latest()
    {
        var memory = new ResponderMemory();
        for (int i = 0; i < 3 * ResponderMemory.Capacity; i++)
            memory.Remember(new Uri($"http://h{i}/"), s_post, TimeProvider.System);
        Assert.Equal(ResponderMemory.Capacity, memory.Count);
        Assert.Equal(s_post, memory.Recall(new Uri($"http://h{3 * ResponderMemory.Capacity - 1}/"), TimeProvider.System));
        Assert.Equal(default, memory.Recall(new Uri("http://h0/"), TimeProvider.System));
    }
}
