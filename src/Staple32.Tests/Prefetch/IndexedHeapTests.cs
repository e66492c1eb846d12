using FsCheck;
using FsCheck.Fluent;
using Staple32.Prefetch;
using Xunit;

namespace Staple32.Tests.Prefetch;

public sealed class IndexedHeapTests
{
    [Fact]
    public void Whatever_is_added_removed_and_changed_the_first_is_the_least_and_all_know_their_place() =>
        Prop.ForAll(Gen.Choose(0, 255).ListOf(200).ToArbitrary(), operations =>
        {
            var heap = new IndexedHeap<Item>(static (a, b) => a.Key.CompareTo(b.Key));
            List<Item> inside = [];
            foreach (var operation in operations)
            {
                var item = inside.Count > 0 ? inside[operation % inside.Count] : null;
                switch (operation % 5)
                {
                    case 0 or 1 or 2:
                        inside.Add(new Item { Key = operation / 5 });
                        heap.Add(inside[^1]);
                        break;
                    case 3 when item is not null:
                        heap.Remove(item);
                        heap.Remove(item);
                        inside.Remove(item);
                        break;
                    case 4 when item is not null:
                        item.Key = 255 - operation;
                        heap.Moved(item);
                        break;
                }

                if (heap.Count != inside.Count || heap.TryPeek(out var first) != inside.Count > 0) return false;
                if (first is not null && first.Key != inside.Min(each => each.Key)) return false;
                for (var i = 0; i < heap.Count; i++)
                {
                    if (heap.Items[i].HeapIndex != i) return false;
                }
            }

            foreach (var item in inside) item.Key = -item.Key;
            heap.Reorder();
            return inside.Count == 0 || (heap.TryPeek(out var least) && least.Key == inside.Min(each => each.Key));
        }).QuickCheckThrowOnFailure();

    private sealed class Item : IHeapItem
    {
        public int Key { get; set; }

        public int HeapIndex { get; set; } = -1;
    }
}
