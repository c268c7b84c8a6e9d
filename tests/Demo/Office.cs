using FakeServer;

namespace Demo;

/// <summary>Gives the items of generated sessions names and sizes as in an office, and lets some of them go elsewhere.</summary>
internal static class Office
{
    private static readonly string[] Items = ["Contract", "Offer", "Invoice", "Minutes", "Drawing", "Price list", "Leave request"];

    /// <summary>Puts such sessions in the place of the generated ones.</summary>
    public static void Furnish(SessionSet sessions) => sessions.Use(Enumerable.Range(0, sessions.Count).Select(number => sessions[number] with
    {
        ItemName = Items[number % Items.Length],
        ItemSizeBytes = 1_000 + (number * 7919L % 5_000_000),
        Target = number % 11 == 0 ? @"contoso.onmicrosoft.com\Mailboxes\handover" : null,
    }).ToArray());
}
