/** The shell offers this place beside its main part; without a shell a panel stands where it is written. In a file of its
    own, so that the first load does without panels. */
export const PANEL_PLACE = "panel-place";
